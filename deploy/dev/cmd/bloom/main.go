// Bloom runs Blooming Blooms on one machine, with nothing installed but Go and Node.
//
//	bloom up                  the whole system on http://localhost:4000, its data kept in .bloom
//	bloom servers -- CMD ...  CMD with the servers that the system stands on, its data forgotten afterwards
//	bloom system -- CMD ...   CMD with the whole system, on a free port, its data forgotten afterwards
//	bloom reset               forgets the data of up
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/stack"
)

const usage = `bloom runs Blooming Blooms on one machine.

  bloom up                  the whole system on http://localhost:4000, its data kept in .bloom
  bloom servers -- CMD ...  runs CMD with PostgreSQL, Kafka, MongoDB, Redis, the card network and the SMS carrier
  bloom system -- CMD ...   runs CMD with the whole system, its address in BASE_URL, its data forgotten afterwards
  bloom reset               forgets the data of up

Read from the environment: PORT, PROCESSES=1, LIMITS=strict, LOG_LEVEL, CHECKOUT_TIME_LIMIT, PG_BIN, and instead of the
servers that are brought along DATABASE_URL, MONGODB_URI, KAFKA_BROKERS, REDIS_URL. With PROFILE=FILE, system writes a
CPU profile of everything that runs in its process.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// A second Ctrl-C does not wait: from the first on, a signal does what it does to any program.
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:])
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit):
		os.Exit(exit.ExitCode())
	default:
		fmt.Fprintln(os.Stderr, "bloom:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Print(usage)
		return nil
	}
	at, err := home.Find(".")
	if err != nil {
		return err
	}
	switch command, rest := args[0], args[1:]; {
	case command == "servers" && len(rest) > 1 && rest[0] == "--":
		return servers(ctx, at, rest[1:])
	case command == "system" && len(rest) > 1 && rest[0] == "--":
		return wholeSystem(ctx, at, rest[1:])
	case command == "up" && len(rest) == 0:
		return up(ctx, at)
	case command == "reset" && len(rest) == 0:
		return reset(at)
	case command == "help":
		fmt.Print(usage)
		return nil
	}
	return fmt.Errorf("no such command: %s\n\n%s", strings.Join(args, " "), usage)
}

// real is the servers that the environment names.
func real() stack.Real {
	return stack.Real{
		DatabaseURL:  os.Getenv("DATABASE_URL"),
		MongoURI:     os.Getenv("MONGODB_URI"),
		KafkaBrokers: os.Getenv("KAFKA_BROKERS"),
		RedisURL:     os.Getenv("REDIS_URL"),
	}
}
