// Bloom runs Blooming Blooms on one machine, with nothing installed but Go and Node.
//
//	bloom up                  the whole system on http://localhost:4000, its data kept in .bloom
//	bloom servers -- CMD ...  CMD with the servers that the system stands on, its data forgotten afterwards
//	bloom reset               forgets the data of up
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/stack"
)

const usage = `bloom runs Blooming Blooms on one machine.

  bloom up                  the whole system on http://localhost:4000, its data kept in .bloom
  bloom servers -- CMD ...  runs CMD with PostgreSQL, Kafka, MongoDB, Redis, the card network and the SMS carrier
  bloom reset               forgets the data of up

Read from the environment: PORT, PROCESSES=1, LIMITS=strict, LOG_LEVEL, PG_BIN, and instead of the servers that are
brought along DATABASE_URL, MONGODB_URI, KAFKA_BROKERS, REDIS_URL.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:])
	stop()
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
	case command == "help":
		fmt.Print(usage)
		return nil
	}
	return fmt.Errorf("%q is not a command; these are:\n\n%s", args, usage)
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
