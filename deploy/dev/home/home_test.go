package home

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFind(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"deploy/dev", "subgraphs/order/internal"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "deploy/dev/go.mod"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	found, err := Find(filepath.Join(root, "subgraphs/order/internal"))
	if err != nil || found.Root != root || found.Kept("data") != filepath.Join(root, ".bloom", "data") {
		t.Errorf("found %+v, %v", found, err)
	}
	if found, err := Find(t.TempDir()); err == nil {
		t.Errorf("outside a checkout it found %+v", found)
	}
}

func TestRemember(t *testing.T) {
	h := Home{State: filepath.Join(t.TempDir(), ".bloom")}
	wilted := errors.New("wilted")
	if _, err := h.Remember("key", func() (string, error) { return "", wilted }); !errors.Is(err, wilted) {
		t.Errorf("a failure gives %v", err)
	}
	for _, made := range []string{"rose", "tulip"} {
		if got, err := h.Remember("key", func() (string, error) { return made, nil }); err != nil || got != "rose" {
			t.Errorf("with %s at hand it remembers %q, %v", made, got, err)
		}
	}
	info, err := os.Stat(h.Kept("key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info, err)
	}
}
