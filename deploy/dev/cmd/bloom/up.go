package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/pprof"
	"strconv"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/system"
	"github.com/blooming-blooms/bloom/internal/env"
)

const welcome = `
  Storefront   %[1]s
  Graph        %[1]s/graphql
  GraphiQL     %[1]s/playground
  SMS          %[1]s/dev/sms

  Accounts to try, all with the password bloom-demo-1
    minji@bloom.test     member
    haneul@bloom.test    member
    seller@bloom.test    seller of moonlight-flowers
    admin@bloom.test     admin

  Ctrl-C stops everything and keeps the data; make reset forgets them.

`

// up runs the whole system until it is told to end.
func up(ctx context.Context, at home.Home) (err error) {
	options, err := systemOptions(at, os.Stdout)
	if err != nil {
		return err
	}
	fmt.Println("Blooming Blooms is starting.")
	running, err := system.Start(ctx, options)
	if err != nil {
		if ctx.Err() != nil {
			return nil // it was told to end before it had started
		}
		return err
	}
	fmt.Printf(welcome, running.URL)
	select {
	case <-ctx.Done():
		fmt.Println("\nStopping; a second Ctrl-C does not wait.")
	case err = <-running.Failed():
	}
	return errors.Join(err, running.Stop())
}

// wholeSystem runs a command with a system of its own, whose address it finds in BASE_URL.
func wholeSystem(ctx context.Context, at home.Home, command []string) (err error) {
	options, err := systemOptions(at, io.Discard)
	if err != nil {
		return err
	}
	dir, forget, err := temporary()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, forget()) }()
	options.Home.State = dir
	options.Port = 0
	running, err := system.Start(ctx, options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop(), system.Forget(options.Home)) }()
	if path := os.Getenv("PROFILE"); path != "" {
		file, err := os.Create(path)
		if err != nil {
			return fmt.Errorf("make a file for the profile: %w", err)
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return fmt.Errorf("take a profile: %w", err)
		}
		defer pprof.StopCPUProfile()
	}
	return execute(ctx, command, []string{"BASE_URL=" + running.URL}, running.Failed())
}

// systemOptions reads the environment.
func systemOptions(at home.Home, out io.Writer) (system.Options, error) {
	var r env.Reader
	port, err := strconv.Atoi(r.String("PORT", "4000"))
	if err != nil || port < 1 || port > 65000 {
		return system.Options{}, fmt.Errorf("PORT=%s is not a port between 1 and 65000", os.Getenv("PORT"))
	}
	limits := r.String("LIMITS", "open")
	if limits != "open" && limits != "strict" {
		return system.Options{}, fmt.Errorf("LIMITS=%s is not known: strict is production's, open (if unset) has none", limits)
	}
	keep, err := postgres.Place(at.Kept("postgres"))
	if err != nil {
		return system.Options{}, err
	}
	o := system.Options{
		Home: at, Keep: keep, Port: port, Processes: r.String("PROCESSES", "") == "1",
		Real: real(), PgBin: r.String("PG_BIN", ""), Limits: limits, LogLevel: r.String("LOG_LEVEL", "info"),
		CheckoutTimeLimit: r.Duration("CHECKOUT_TIME_LIMIT", 0), Out: out,
	}
	return o, r.Err()
}

// reset forgets the data, and with them the keys and logs; programs that were fetched or built stay.
func reset(at home.Home) error {
	if err := system.Forget(at); err != nil {
		return err
	}
	fmt.Println("The data are forgotten. Servers of your own, named by DATABASE_URL and the like, keep theirs.")
	return nil
}
