package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

func TestAway(t *testing.T) {
	sql := func(code string) error { return fmt.Errorf("step: %w", &pgconn.PgError{Code: code}) }
	_, unreachable := pgx.Connect(t.Context(), "postgres://localhost:1/none")
	tests := []struct {
		what string
		err  error
		want bool
	}{
		{"a server that can't be reached", unreachable, true},
		{"a try that took too long", context.DeadlineExceeded, true},
		{"a connection that ends in the middle", fmt.Errorf("receive: %w", io.ErrUnexpectedEOF), true},
		{"a deadlock", sql("40P01"), true},
		{"a server that shuts down", sql("57P01"), true},
		{"a disk that fails", sql("58030"), true},
		{"a server that is a replica now", sql("25006"), true},
		{"a transaction that was idle for too long", sql("25P03"), true},
		{"a transaction that had failed already", sql("25P02"), false},
		{"a value that is not wanted", sql("23514"), false},
		{"text that can't be kept", sql("22021"), false},
		{"anything else", errors.New("order ord_1 is confirmed, but nothing is reserved for it"), false},
	}
	for _, test := range tests {
		if got := away(test.err); got != test.want {
			t.Errorf("%s (%v): %v", test.what, test.err, got)
		}
	}
}
