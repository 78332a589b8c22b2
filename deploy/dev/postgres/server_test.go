package postgres

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestDataSurvive(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	dir, err := Place(openDir(t))
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Keep: dir, Data: filepath.Join(dir, "data"), Password: "petals"}
	server := start(t, ctx, o)
	run(t, ctx, server, "CREATE TABLE flowers (name text)")
	run(t, ctx, server, "INSERT INTO flowers VALUES ('리시안셔스')")
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}

	server = start(t, ctx, o)
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	if got := query[string](t, ctx, server, "SELECT name FROM flowers"); got != "리시안셔스" {
		t.Errorf("after a restart: %q", got)
	}
	if _, err := pgx.Connect(ctx, (&Server{port: server.port, password: "thorns"}).URL("postgres")); err == nil {
		t.Error("it lets in who does not know the password")
	}
}

// openDir is a temporary folder that every user can pass through, as a server that is not run as root needs.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bloom-postgres-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func start(t *testing.T, ctx context.Context, o Options) *Server {
	t.Helper()
	server, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func run(t *testing.T, ctx context.Context, server *Server, sql string) {
	t.Helper()
	conn, err := pgx.Connect(ctx, server.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}

func query[T any](t *testing.T, ctx context.Context, server *Server, sql string) T {
	t.Helper()
	conn, err := pgx.Connect(ctx, server.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	var got T
	if err := conn.QueryRow(ctx, sql).Scan(&got); err != nil {
		t.Fatal(err)
	}
	return got
}
