// Command streams measures what idle streams cost the router: it opens many, through a router in a process
// of its own, and says how much memory that takes and how long a broadcast to all of them needs.
//
//	go run ./deploy/dev/bench/streams [-n 10000] [-own] [-drop] [-socket] [-profile FOLDER]
//
// With -socket, each stream is the one subscription of a WebSocket.
//
// With -drop, the subgraph hangs up on all streams at last, and takes them again when it is asked.
//
// With -profile, what the router's memory is used for is written into the folder while the streams are idle.
//
// Both ends of each stream need a file descriptor; with -own, where each stream has an upstream of its own,
// the router needs two for each.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch role := os.Getenv("STREAMS_ROLE"); role {
	case "router":
		err = runRouter(ctx)
	case "subgraph":
		err = runSubgraph(ctx)
	default:
		n := flag.Int("n", 10_000, "how many streams")
		own := flag.Bool("own", false, "an upstream for each stream")
		drop := flag.Bool("drop", false, "have the subgraph hang up")
		socket := flag.Bool("socket", false, "graphql-transport-ws in place of server-sent events")
		profile := flag.String("profile", "", "a folder for the profiles of the router's heap and goroutines")
		flag.Parse()
		err = measure(ctx, *n, how{own: *own, drop: *drop, socket: *socket}, *profile)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "streams:", err)
		os.Exit(1)
	}
}

// within is how long all of it may take.
const within = 2 * time.Minute

// how is what is measured.
type how struct{ own, drop, socket bool }

func measure(ctx context.Context, n int, h how, profile string) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	dir, err := os.MkdirTemp("", "streams")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "supergraph.graphql")
	if err := os.WriteFile(file, []byte(supergraph), 0o600); err != nil {
		return err
	}
	subgraph, err := start(ctx, "subgraph")
	if err != nil {
		return err
	}
	defer subgraph.stop()
	router, err := start(ctx, "router", "SUPERGRAPH="+file, "SUBGRAPH="+subgraph.addr, "PROFILE="+profile, fmt.Sprint("RESUME=", h.drop))
	if err != nil {
		return err
	}
	defer router.stop()

	empty, err := router.memory()
	if err != nil {
		return err
	}
	began := time.Now()
	clients, err := open(ctx, router.addr, n, h)
	if err != nil {
		return err
	}
	fmt.Printf("%d streams opened in %.1f s\n", n, time.Since(began).Seconds())
	select {
	case <-time.After(3 * time.Second): // idle
	case <-ctx.Done():
		return ctx.Err()
	}
	idle, err := router.memory()
	if err != nil {
		return err
	}
	fmt.Printf("router: %d MiB, %d MiB of them before the first stream, %.1f KiB a stream\n", idle>>20, empty>>20, float64(idle-empty)/1024/float64(n))
	if profile != "" {
		if err := router.cmd.Process.Signal(syscall.SIGUSR1); err != nil {
			return err
		}
		select {
		case <-time.After(2 * time.Second): // it is written
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for range 3 {
		before, err := router.cpu()
		if err != nil {
			return err
		}
		took, last, err := clients.broadcast(ctx, subgraph.addr)
		if err != nil {
			return err
		}
		spent, err := router.cpu()
		if err != nil {
			return err
		}
		fmt.Printf("a broadcast reached half of them after %d ms, the last after %d ms; it took the router %d ms of CPU time\n",
			took.Milliseconds(), last.Milliseconds(), (spent - before).Milliseconds())
	}
	after, err := router.memory()
	if err != nil {
		return err
	}
	fmt.Printf("router: %d MiB after the broadcasts\n", after>>20)
	if !h.drop {
		return nil
	}
	began = time.Now()
	if err := call(subgraph.addr, "/drop"); err != nil {
		return err
	}
	took, last, err := clients.broadcast(ctx, subgraph.addr)
	if err != nil {
		return err
	}
	fmt.Printf("after all streams were dropped and taken up again, in %d ms, a broadcast reached half of them after %d ms, the last after %d ms\n",
		(time.Since(began) - last).Milliseconds(), took.Milliseconds(), last.Milliseconds())
	most, err := router.most()
	if err != nil {
		return err
	}
	fmt.Printf("router: never more than %d MiB\n", most>>20)
	return nil
}

// process is this program in another role.
type process struct {
	cmd  *exec.Cmd
	addr string
}

// start runs a role until it says where it listens.
func start(ctx context.Context, role string, env ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append(append(os.Environ(), "STREAMS_ROLE="+role), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("%s: %w", role, err)
	}
	p.addr = strings.TrimSpace(line)
	return p, nil
}

func (p *process) stop() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// memory is the process's resident set, in bytes; most is the largest that it had.
func (p *process) memory() (int64, error) { return p.status("VmRSS:") }
func (p *process) most() (int64, error)   { return p.status("VmHWM:") }

// cpu is the time that the process ran.
func (p *process) cpu() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name may have spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("the CPU time is not known")
	}
	var user, system int64 // in hundredths of a second
	if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err != nil {
		return 0, err
	}
	return time.Duration(user+system) * 10 * time.Millisecond, nil
}

func (p *process) status(field string) (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			var kib int64
			_, err := fmt.Sscan(rest, &kib)
			return kib << 10, err
		}
	}
	return 0, errors.New("the resident set is not known")
}

// audience are the clients of all streams.
type audience struct {
	n     int
	heard chan struct{}
	lost  atomic.Int64
}

// open opens n streams, and returns once all of them are.
func open(ctx context.Context, addr string, n int, h how) (*audience, error) {
	a := &audience{n: n, heard: make(chan struct{}, n)}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(64)
	for i := range n {
		group.Go(func() error {
			to := 0
			if h.own {
				to = i
			}
			if h.socket {
				return a.talk(ctx, addr, to)
			}
			return a.listen(ctx, addr, to)
		})
	}
	return a, group.Wait()
}

func (a *audience) listen(ctx context.Context, addr string, to int) error {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	body := fmt.Sprintf(`{"query":"subscription ($to: Int) { bells(to: $to) { id text } }","variables":{"to":%d}}`, to)
	_, err = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s", addr, len(body), body)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(conn, 512)
	status, err := lines.ReadString('\n')
	if err != nil || !strings.Contains(status, " 200 ") {
		return fmt.Errorf("the router answered %q (%w)", status, err)
	}
	for { // the first heartbeat says that the stream is open
		line, err := lines.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, ":") {
			break
		}
	}
	go func() {
		defer conn.Close()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				a.lost.Add(1)
				return
			}
			if strings.HasPrefix(line, "data: {") {
				a.heard <- struct{}{}
			}
		}
	}()
	return nil
}

// broadcast rings once, and tells when half of the clients had heard it, and when the last had.
func (a *audience) broadcast(ctx context.Context, subgraph string) (half, last time.Duration, err error) {
	began := time.Now()
	if err := call(subgraph, "/ring"); err != nil {
		return 0, 0, err
	}
	for i := range a.n {
		if i == a.n/2 {
			half = time.Since(began)
		}
		select {
		case <-a.heard:
		case <-time.After(20 * time.Second):
			return 0, 0, fmt.Errorf("%d of %d heard it; %d were cut off", i, a.n, a.lost.Load())
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		}
	}
	return half, time.Since(began), nil
}

// call has the subgraph do something, and waits for it.
func call(addr, path string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: subgraph\r\nConnection: close\r\n\r\n", path); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, conn)
	return err
}
