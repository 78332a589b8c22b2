package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/stack"
)

// servers runs a command with servers of its own, which it finds in its environment.
func servers(ctx context.Context, at home.Home, command []string) (err error) {
	dir, forget, err := temporary()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, forget()) }()
	keep, err := postgres.Place(at.Kept("postgres"))
	if err != nil {
		return err
	}
	data, err := postgres.Place(filepath.Join(dir, "postgres"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(data)) }()
	started, err := stack.Start(ctx, stack.Options{
		Real:      real(),
		Dir:       dir,
		LendKafka: true,
		Postgres: postgres.Options{
			Bin: os.Getenv("PG_BIN"), Keep: keep, Data: filepath.Join(data, "data"), Password: stack.Secret(),
			Fetching: func() { fmt.Fprintln(os.Stderr, "bloom: PostgreSQL is fetched, once (60 MB) ...") },
		},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, started.Stop()) }()
	return execute(ctx, command, started.Environment(), started.Failed())
}

// temporary makes a folder for one run.
func temporary() (dir string, forget func() error, err error) {
	if dir, err = os.MkdirTemp("", "bloom-"); err != nil {
		return "", nil, fmt.Errorf("make a folder for this run: %w", err)
	}
	// PostgreSQL may run as another user, who has to get in; its own folder lets nobody else read.
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", nil, fmt.Errorf("make a folder for this run: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}
