// Package postgres runs a private PostgreSQL from real binaries: found on the machine, or fetched once. It
// listens on the loopback interface only, on a port of its own.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Options say which server to run.
type Options struct {
	// Bin is the folder of PostgreSQL's programs; empty: found, or fetched.
	Bin string
	// Keep is where programs that are fetched are kept. The user that the server runs as must be able to
	// reach it: see Place.
	Keep string
	// Data is the folder of the cluster, made when it is not there; the same holds for it.
	Data string
	// Password is the superuser's; it is set when the cluster is made.
	Password string
	// Fetching is called before programs are fetched, which takes a while; may be nil.
	Fetching func()
}

// Server is a running PostgreSQL.
type Server struct {
	port     int
	password string
	command  *exec.Cmd
	exited   chan struct{}
	err      error // of the process, after exited is closed
}

// user is the superuser of every private cluster.
const superuser = "bloom"

// Start makes the cluster if need be, starts the server, and returns when it takes connections.
func Start(ctx context.Context, o Options) (*Server, error) {
	bin, err := binaries(ctx, o)
	if err != nil {
		return nil, err
	}
	as, err := serverOwner()
	if err != nil {
		return nil, err
	}
	if err := makeCluster(ctx, bin, o, as); err != nil {
		return nil, err
	}
	if err := clearStale(ctx, o.Data); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &Server{port: port, password: o.Password, exited: make(chan struct{})}
	log, err := os.OpenFile(filepath.Join(o.Data, "server.log"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	s.command = exec.Command(filepath.Join(bin, "postgres"), "-D", o.Data,
		"-h", "127.0.0.1", "-p", strconv.Itoa(port), "-k", "",
		// What is acknowledged survives the death of any process, for the kernel has it by then. Only a
		// machine that loses power may lose the cluster; it holds no more than a demo, and is far faster.
		"-c", "fsync=off", "-c", "full_page_writes=off",
		"-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "max_wal_size=256MB",
		"-c", "autovacuum_naptime=15s", "-c", "jit=off", "-c", "log_min_messages=warning")
	s.command.Stdout, s.command.Stderr = log, log
	s.command.Dir = "/"
	s.command.SysProcAttr = as.attributes(true)
	started := make(chan error, 1)
	go func() {
		// The parent-death signal fires when the thread that made the process ends, not the program.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := s.command.Start()
		log.Close() // the process has its own copy
		started <- err
		if err == nil {
			s.err = s.command.Wait()
		}
		close(s.exited)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", s.command.Path, err)
	}
	if err := s.ready(ctx, log.Name()); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func makeCluster(ctx context.Context, bin string, o Options, as owner) error {
	if info, err := os.Stat(o.Data); err == nil {
		if of, ok := info.Sys().(*syscall.Stat_t); ok && int(of.Uid) != as.uid {
			return fmt.Errorf("the data in %s belong to another user, who started this checkout before: start it as that user, or let that user run make reset", o.Data)
		}
	}
	if _, err := os.Stat(filepath.Join(o.Data, "PG_VERSION")); err == nil {
		return sameVersion(ctx, bin, o.Data)
	}
	// What is there without PG_VERSION is what an interrupted start left.
	if err := os.RemoveAll(o.Data); err != nil {
		return fmt.Errorf("make the PostgreSQL cluster: %w", err)
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return fmt.Errorf("make the PostgreSQL cluster: %w", err)
	}
	secret := o.Data + ".password"
	if err := os.WriteFile(secret, []byte(o.Password), 0o600); err != nil {
		return fmt.Errorf("make the PostgreSQL cluster: %w", err)
	}
	defer os.Remove(secret)
	if err := errors.Join(as.give(o.Data), as.give(secret)); err != nil {
		return fmt.Errorf("make the PostgreSQL cluster: %w", err)
	}
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", o.Data, "-U", superuser,
		"--auth=password", "--pwfile="+secret, "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	initdb.Dir = "/"
	initdb.SysProcAttr = as.attributes(false)
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLine(out))
	}
	return nil
}

// sameVersion refuses a cluster that another major version made: PostgreSQL would, with a line nobody sees.
func sameVersion(ctx context.Context, bin, data string) error {
	made, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return fmt.Errorf("read the version of the PostgreSQL cluster: %w", err)
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return fmt.Errorf("ask %s for its version: %w", bin, err)
	}
	fields := strings.Fields(string(out)) // postgres (PostgreSQL) 15.8 (Debian ...)
	if want := strings.TrimSpace(string(made)); len(fields) < 3 || strings.Split(fields[2], ".")[0] != want {
		return fmt.Errorf("the data in %s were made by PostgreSQL %s, and %s has another version: set PG_BIN to version %s, or run make reset", data, want, bin, want)
	}
	return nil
}

// clearStale deals with what the last run left. A server that still runs on these data is still going down,
// or belongs to another start; two of them would ruin the data.
func clearStale(ctx context.Context, data string) error {
	path := filepath.Join(data, "postmaster.pid")
	for deadline := time.Now().Add(10 * time.Second); ; {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		first, _, _ := strings.Cut(string(text), "\n")
		pid, err := strconv.Atoi(strings.TrimSpace(first))
		if err != nil || !isPostgres(pid) {
			// The number may have been given to another program since; PostgreSQL would refuse to start.
			return os.Remove(path)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("another PostgreSQL (process %d) runs on %s: stop the other make up of this checkout first", pid, data)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func isPostgres(pid int) bool {
	if syscall.Kill(pid, 0) == syscall.ESRCH {
		return false
	}
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	return err != nil || strings.HasPrefix(string(name), "postgres")
}

func (s *Server) ready(ctx context.Context, log string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-s.exited:
			said, _ := os.ReadFile(log)
			return fmt.Errorf("PostgreSQL ended while it started: %s", lastLine(said))
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL takes no connections: %w", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// URL is the address of a database on the server.
func (s *Server) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(superuser, s.password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)), Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

// Exited is closed when the server's process has ended, for whatever reason.
func (s *Server) Exited() <-chan struct{} { return s.exited }

// Stop ends the server: it breaks off what clients are doing and leaves a clean cluster.
func (s *Server) Stop() error {
	// SIGINT is PostgreSQL's fast shutdown; SIGQUIT, its immediate one, recovers at the next start.
	for _, try := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGINT, 15 * time.Second}, {syscall.SIGQUIT, 5 * time.Second}} {
		if err := s.command.Process.Signal(try.signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("stop PostgreSQL: %w", err)
		}
		select {
		case <-s.exited:
			return nil
		case <-time.After(try.wait):
		}
	}
	return fmt.Errorf("PostgreSQL (process %d) does not stop", s.command.Process.Pid)
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
