package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a router that runs by itself, on a core of its own where that can be had.
type process struct {
	name, address string
	command       *exec.Cmd
	ready         time.Duration
	said          *tail
}

// tail keeps the end of what a router said, in case that it fails.
type tail struct{ end []byte }

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.end = append(t.end, p...)
	t.end = t.end[max(0, len(t.end)-4<<10):]
	return len(p), nil
}

// start runs the shell command with PORT and SUPERGRAPH set, and waits until it answers.
func start(ctx context.Context, name, command, supergraph string, environment []string) (*process, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	_ = l.Close()
	_, port, _ := net.SplitHostPort(address)

	line := "exec " + command
	if _, err := exec.LookPath("taskset"); err == nil && runtime.NumCPU() > 1 {
		line = fmt.Sprintf("exec taskset -c %d %s", runtime.NumCPU()-1, command)
	}
	p := &process{name: name, address: address, command: exec.Command("sh", "-c", line), said: &tail{}}
	p.command.Env = append(append(os.Environ(), "PORT="+port, "SUPERGRAPH="+supergraph, "LOG_LEVEL=error", "ACCESS_LOG=off"), environment...)
	p.command.Stderr = p.said
	began := time.Now()
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for {
		response, err := http.Post("http://"+address+"/graphql", "application/json", strings.NewReader(`{"query":"{__typename}"}`))
		if err == nil {
			_ = response.Body.Close()
			p.ready = time.Since(began)
			return p, nil
		}
		select {
		case <-ctx.Done():
			p.stop()
			return nil, fmt.Errorf("%s does not answer on %s: %w\n%s", name, address, err, p.said.end)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

func (p *process) stop() {
	_ = p.command.Process.Signal(syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		_ = p.command.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(3 * time.Second):
		_ = p.command.Process.Kill()
		<-ended
	}
}

// cpu is what the process has used so far; from /proc, so on Linux only.
func (p *process) cpu() (time.Duration, error) {
	const tick = 10 * time.Millisecond // USER_HZ, the same on every Linux that Go runs on
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 20 {
		return 0, fmt.Errorf("unknown form of /proc/PID/stat")
	}
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * tick, err
}

// memory is the most that the process ever held, in bytes.
func (p *process) memory() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("no VmHWM in /proc/PID/status")
}
