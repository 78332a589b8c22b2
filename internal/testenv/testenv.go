// Package testenv gives tests real servers: those that the environment names, as `bloom servers` of
// deploy/dev sets it. A test that needs one fails without it; none is skipped.
package testenv

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/oklog/ulid/v2"

	"github.com/blooming-blooms/bloom/internal/postgres"
)

// Var is a variable that names a server, such as REDIS_URL.
func Var(t testing.TB, name string) string {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		t.Fatalf("%s is not set: run the tests by `make test`, or by `go run ./deploy/dev/cmd/bloom servers -- go test ./...`", name)
	}
	return v
}

// Brokers are the addresses of the Kafka that all tests share: topics and consumer groups need names of their own.
func Brokers(t testing.TB) []string { return strings.Split(Var(t, "KAFKA_BROKERS"), ",") }

// Kafka are the addresses of a Kafka that is the test's own, so that a whole service may read all of its topics. Where
// a real one was brought along, there is only that.
func Kafka(t testing.TB) []string {
	t.Helper()
	lender := os.Getenv("KAFKA_LENDER")
	if lender == "" {
		return Brokers(t)
	}
	address := borrow(t, http.MethodPost, lender+"/", http.StatusCreated)
	t.Cleanup(func() { borrow(t, http.MethodDelete, lender+"/"+address, http.StatusNoContent) })
	return strings.Split(address, ",")
}

func borrow(t testing.TB, method, url string, want int) string {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("Kafka's lender: %v", err)
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, 1<<10))
	if err != nil || resp.StatusCode != want {
		t.Fatalf("Kafka's lender answers %d %s, %v", resp.StatusCode, said, err)
	}
	return string(said)
}

// DatabaseURL is the address of a database with that name, which is not there yet and is dropped after the test.
func DatabaseURL(t testing.TB, name string) string {
	t.Helper()
	u, err := url.Parse(Var(t, "DATABASE_URL"))
	if err != nil {
		t.Fatal("DATABASE_URL is not a URL")
	}
	name += "_" + strings.ToLower(ulid.Make().String())
	admin := *u
	u.Path = "/" + name
	t.Cleanup(func() { exec(t, admin.String(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return u.String()
}

// Postgres is a fresh database with the migrations applied, dropped after the test. The migrations run once
// for all tests of a package: each database is a copy of a template.
func Postgres(t testing.TB, sets ...postgres.Migrations) *pgxpool.Pool {
	t.Helper()
	ctx := context.Background()
	server := Var(t, "DATABASE_URL")
	template := "template_" + fingerprint(t, sets)
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal("DATABASE_URL is not a URL")
	}
	admin, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer admin.Close(ctx)
	// Packages are tested in parallel, as processes: one makes the template, the others wait for it.
	if _, err := admin.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", template); err != nil {
		t.Fatal(err)
	}
	var there bool
	if err := admin.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)", template).Scan(&there); err != nil {
		t.Fatal(err)
	}
	if !there {
		if _, err := admin.Exec(ctx, "DROP DATABASE IF EXISTS "+template); err != nil {
			t.Fatal(err)
		}
		u.Path = "/" + template
		pool, err := postgres.Open(ctx, u.String(), sets...)
		if err != nil {
			t.Fatal(err)
		}
		pool.Close()
		if _, err := admin.Exec(ctx, "ALTER DATABASE "+template+" IS_TEMPLATE true"); err != nil {
			t.Fatal(err)
		}
	}
	name := "test_" + strings.ToLower(ulid.Make().String())
	if _, err := admin.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	pool, err := pgxpool.New(ctx, u.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pool.Close()
		exec(t, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	})
	return pool
}

func exec(t testing.TB, server, sql string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), server)
	if err != nil {
		t.Errorf("connect: %v", err)
		return
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), sql); err != nil {
		t.Errorf("%s: %v", sql, err)
	}
}

// fingerprint names sets of migrations by what is in them.
func fingerprint(t testing.TB, sets []postgres.Migrations) string {
	t.Helper()
	sum := sha256.New()
	for _, set := range sets {
		files, err := fs.Glob(set.Files, "*.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := fs.ReadFile(set.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(sum, "%s %s\n%s\n", set.Name, name, text)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
