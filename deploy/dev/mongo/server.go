// Package mongo runs a MongoDB-compatible server in this process: FerretDB over SQLite, behind a proxy that
// makes its writes atomic.
package mongo

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/FerretDB/FerretDB/ferretdb"
)

// Server is a running server.
type Server struct {
	proxy  *proxy
	cancel context.CancelFunc
	ended  chan struct{}
}

// Start runs a server on a free loopback port with its databases in dir, where the next one finds them.
func Start(dir string) (*Server, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("start mongo: %w", err)
	}
	// Without synchronous(off) SQLite would wait for the disk at each write: see package postgres for why
	// that is not wanted here.
	files := url.URL{Scheme: "file", Opaque: strings.TrimSuffix(dir, "/") + "/", RawQuery: "_pragma=synchronous(off)"}
	ferret, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Logger:    slog.New(slog.DiscardHandler),
		Handler:   "sqlite",
		SQLiteURL: files.String(),
	})
	if err != nil {
		return nil, fmt.Errorf("start mongo: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{cancel: cancel, ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		_ = ferret.Run(ctx) // never an error: it runs until it is told to end
	}()
	at, err := url.Parse(ferret.MongoDBURI())
	if err != nil {
		cancel()
		return nil, fmt.Errorf("start mongo: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		cancel()
		return nil, fmt.Errorf("start mongo: %w", err)
	}
	s.proxy = startProxy(listener, at.Host)
	return s, nil
}

// URI is the address of a database, for MONGODB_URI.
func (s *Server) URI(database string) string {
	return "mongodb://" + s.proxy.listener.Addr().String() + "/" + database
}

// Stop ends the server; what was written stays in its folder.
func (s *Server) Stop() {
	s.proxy.stop()
	s.cancel()
	<-s.ended
}
