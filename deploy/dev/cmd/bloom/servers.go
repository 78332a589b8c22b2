package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/stack"
)

// grace is how long a command that was told to end may take.
const grace = 20 * time.Second

// servers runs a command with servers of its own, which it finds in its environment.
func servers(ctx context.Context, at home.Home, command []string) (err error) {
	dir, err := os.MkdirTemp("", "bloom-servers-")
	if err != nil {
		return fmt.Errorf("make a folder for the servers: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	// PostgreSQL may run as another user, who has to get in; its own folder lets nobody else read.
	if err := os.Chmod(dir, 0o711); err != nil {
		return fmt.Errorf("make a folder for the servers: %w", err)
	}
	keep, err := postgres.Place(at.Kept("postgres"))
	if err != nil {
		return err
	}
	data, err := postgres.Place(filepath.Join(dir, "postgres"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	up, err := stack.Start(ctx, stack.Options{
		Real: real(),
		Dir:  dir,
		Postgres: postgres.Options{
			Bin: os.Getenv("PG_BIN"), Keep: keep, Data: filepath.Join(data, "data"), Password: stack.Secret(),
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, up.Stop()) }()

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case failed := <-up.Failed():
			cancel(failed)
		case <-ctx.Done():
		}
	}()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), up.Environment()...)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = grace
	if err := c.Run(); err != nil {
		if cause := context.Cause(ctx); ctx.Err() != nil && !errors.Is(cause, context.Canceled) {
			return cause
		}
		return fmt.Errorf("%s: %w", command[0], err)
	}
	return nil
}
