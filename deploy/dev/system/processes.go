package system

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
)

// farewell is how long a process may take to finish what it has begun.
const farewell = 15 * time.Second

// build makes the programs of all services in the bin folder.
func build(ctx context.Context, h home.Home) error {
	args := []string{"build", "-o", h.Kept("bin") + string(filepath.Separator), "./router/cmd/router", "./notifier/cmd/notifier"}
	for _, name := range subgraphs {
		if name != "notifier" {
			args = append(args, "./subgraphs/"+name+"/cmd/"+name)
		}
	}
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = h.Root
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("build the services: %w", err)
	}
	return nil
}

// ownProcesses is a way to run each service as a process of its own.
func ownProcesses(p plan) (map[string]func(context.Context) error, error) {
	starts := map[string]func(context.Context) error{}
	for name := range p.addrs {
		env, err := p.environment(name)
		if err != nil {
			return nil, err
		}
		starts[name] = func(ctx context.Context) error { return runProcess(ctx, p, name, env) }
	}
	return starts, nil
}

// runProcess runs a service until it ends or ctx does. Its number is in pids/NAME while it runs.
func runProcess(ctx context.Context, p plan, name string, env []string) error {
	// The parent-death signal fires when the thread that made the process ends, not the program.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	c := exec.CommandContext(ctx, p.home.Kept("bin", name))
	c.Dir = p.home.Root
	c.Env = append(os.Environ(), env...)
	c.Stdout, c.Stderr = p.logs[name], p.logs[name]
	// A group of its own, so that Ctrl-C in a terminal reaches only us, who stop it in the right order.
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	endWithUs(c.SysProcAttr)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = farewell
	if err := c.Start(); err != nil {
		return err
	}
	pid := p.home.Kept("pids", name)
	err := writePid(pid, c.Process.Pid)
	if err != nil {
		_ = c.Process.Kill()
	}
	if waited := c.Wait(); err == nil {
		err = waited
	}
	_ = os.Remove(pid) // none to remove, if it could not be written
	if said := lastLine(p.logs[name].Name()); err != nil && said != "" {
		return fmt.Errorf("%w (%s)", err, said)
	}
	return err
}

// lastLine is what a process said last, so most often why it ended.
func lastLine(log string) string {
	text, err := os.ReadFile(log)
	if err != nil {
		return ""
	}
	text = bytes.TrimSpace(text)
	return string(text[bytes.LastIndexByte(text, '\n')+1:])
}

func writePid(path string, pid int) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("note the process: %w", err)
	}
	// Renamed into place: whoever reads it never sees half a number.
	if err := os.WriteFile(path+".new", []byte(strconv.Itoa(pid)+"\n"), 0o644); err != nil {
		return fmt.Errorf("note the process: %w", err)
	}
	return os.Rename(path+".new", path)
}
