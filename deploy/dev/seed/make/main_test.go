package main

import (
	"os"
	"path/filepath"
	"testing"
)

// The committed files are what the committed texts make.
func TestDataIsUpToDate(t *testing.T) {
	made := t.TempDir()
	if err := run("source", made); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"members.json", "stores.json", "products.json", "subscriptions.json"} {
		want, err := os.ReadFile(filepath.Join(made, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "data", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("data/%s is not what the sources make: run `go run ./make` in deploy/dev/seed", name)
		}
	}
}
