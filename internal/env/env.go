// Package env reads the environment into a Config; only the main packages do so. Mistakes are collected, so
// that an operator sees all of them at once.
package env

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"
)

// Reader reads variables and remembers what was wrong with them.
type Reader struct{ problems []error }

// String is the variable, or fallback where it is not set.
func (r *Reader) String(name, fallback string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return fallback
}

// Required is the variable; not set is a mistake.
func (r *Reader) Required(name string) string {
	v := os.Getenv(name)
	if v == "" {
		r.problems = append(r.problems, fmt.Errorf("%s is not set", name))
	}
	return v
}

// List is a comma-separated variable.
func (r *Reader) List(name string) []string {
	var list []string
	for v := range strings.SplitSeq(os.Getenv(name), ",") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// Duration is a variable such as "10m", or fallback.
func (r *Reader) Duration(name string, fallback time.Duration) time.Duration {
	v := os.Getenv(name)
	if v == "" {
		return fallback
	}
	d, err := time.ParseDuration(v)
	if err != nil {
		r.problems = append(r.problems, fmt.Errorf("%s: %w", name, err))
	}
	return d
}

// Logger writes JSON to stderr, from LOG_LEVEL on (default info), under the service's name.
func (r *Reader) Logger(service string) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(r.String("LOG_LEVEL", "info"))); err != nil {
		r.problems = append(r.problems, fmt.Errorf("LOG_LEVEL: %w", err))
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level})).With("service", service)
}

// Wrong remembers a mistake that the caller found.
func (r *Reader) Wrong(err error) { r.problems = append(r.problems, err) }

// Err is everything that was wrong.
func (r *Reader) Err() error { return errors.Join(r.problems...) }
