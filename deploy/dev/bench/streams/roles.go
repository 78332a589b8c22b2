package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"

	"github.com/blooming-blooms/bloom/router"
)

const supergraph = `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) {
  query: Query
  subscription: Subscription
}
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!) repeatable on OBJECT
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
enum join__Graph { BELLS @join__graph(name: "bells", url: "http://bells.test/graphql") }
type Query @join__type(graph: BELLS) { now: Int }
type Subscription @join__type(graph: BELLS) { bells(to: Int): Bell! }
type Bell @join__type(graph: BELLS) { id: ID! text: String! }
`

// runRouter is the router, with its settings as they are.
func runRouter(ctx context.Context) error {
	if folder := os.Getenv("PROFILE"); folder != "" {
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGUSR1)
		defer signal.Stop(asked)
		go func() {
			for range asked {
				if err := profile(folder); err != nil {
					fmt.Fprintln(os.Stderr, "profile:", err)
				}
			}
		}()
	}
	var resumed []string
	if os.Getenv("RESUME") == "true" {
		resumed = []string{"bells"}
	}
	return router.Run(ctx, router.Config{
		ResumeStreams: resumed,
		Addr:          "127.0.0.1:0",
		Supergraph:    os.Getenv("SUPERGRAPH"),
		SubgraphURLs:  map[string]string{"BELLS": "http://" + os.Getenv("SUBGRAPH") + "/graphql"},
		Log:           slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Listening:     func(a net.Addr) { fmt.Println(a) },
	})
}

// profile writes what the memory is used for.
func profile(folder string) error {
	runtime.GC() // the profile is that of the last collection
	for _, name := range []string{"heap", "goroutine"} {
		file, err := os.Create(filepath.Join(folder, name+".pprof"))
		if err != nil {
			return err
		}
		if err := errors.Join(pprof.Lookup(name).WriteTo(file, 0), file.Close()); err != nil {
			return err
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(os.Stderr, "router: %d goroutines, stacks %d MiB, heap in use %d MiB, idle %d MiB, given back %d MiB\n",
		runtime.NumGoroutine(), m.StackInuse>>20, m.HeapInuse>>20, m.HeapIdle>>20, m.HeapReleased>>20)
	return nil
}

// runSubgraph says on all its streams what GET /ring asks it to.
func runSubgraph(ctx context.Context) error {
	var mu sync.Mutex
	ring := make(chan struct{})
	drop := make(chan struct{})
	open := 0
	mux := http.NewServeMux()
	mux.HandleFunc("GET /drop", func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		all := open
		close(drop)
		drop = make(chan struct{})
		open = 0
		mu.Unlock()
		for now := 0; now < all; { // until they are back
			time.Sleep(10 * time.Millisecond)
			mu.Lock()
			now = open
			mu.Unlock()
		}
	})
	mux.HandleFunc("GET /ring", func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		close(ring)
		ring = make(chan struct{})
	})
	mux.HandleFunc("POST /graphql", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "text/event-stream")
		control := http.NewResponseController(w)
		mu.Lock()
		open++
		dropped := drop
		mu.Unlock()
		for n := 0; ; n++ {
			mu.Lock()
			next := ring
			mu.Unlock()
			text := ":\n\n"
			if n > 0 {
				text = fmt.Sprintf("event: next\ndata: {\"data\":{\"bells\":{\"id\":\"%d\",\"text\":\"They ring for everybody.\"}}}\n\n", n)
			}
			if _, err := io.WriteString(w, text); err != nil {
				return
			}
			if err := control.Flush(); err != nil {
				return
			}
			select {
			case <-next:
			case <-dropped:
				panic(http.ErrAbortHandler)
			case <-r.Context().Done():
				return
			}
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	server := &http.Server{Handler: mux}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	return server.Serve(listener)
}
