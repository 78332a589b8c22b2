// Package home is where the development system keeps its things: the checkout it was started from, and the
// folder .bloom in it, which holds data, keys and built programs, and which Git ignores.
package home

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Home is one checkout.
type Home struct {
	// Root is the folder with go.work, as an absolute path.
	Root string
	// State is the folder for what is kept from one start to the next: .bloom, unless it is for one run only.
	State string
}

// Find looks for the checkout that dir lies in.
func Find(dir string) (Home, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return Home{}, fmt.Errorf("home: %w", err)
	}
	for at := start; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "deploy", "dev", "go.mod")); err == nil {
			return Home{Root: at, State: filepath.Join(at, ".bloom")}, nil
		}
		if at == filepath.Dir(at) {
			return Home{}, fmt.Errorf("%s is not in a checkout of Blooming Blooms: run this inside one", start)
		}
	}
}

// Path is a path in the checkout.
func (h Home) Path(elem ...string) string {
	return filepath.Join(append([]string{h.Root}, elem...)...)
}

// Kept is a path in the folder for what is kept.
func (h Home) Kept(elem ...string) string {
	return filepath.Join(append([]string{h.State}, elem...)...)
}

// Remember is the text kept under name, made and written the first time it is asked for. It may be
// a secret: only the owner can read the file.
func (h Home) Remember(name string, make func() (string, error)) (string, error) {
	path := h.Kept(name)
	switch kept, err := os.ReadFile(path); {
	case err == nil && len(bytes.TrimSpace(kept)) > 0:
		return strings.TrimSpace(string(kept)), nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("read what was kept as %s: %w", name, err)
	}
	text, err := make()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	// Written beside and renamed, so that a start that is interrupted leaves no half of a key behind.
	if err := os.WriteFile(path+".new", []byte(text+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return "", fmt.Errorf("keep %s: %w", name, err)
	}
	return text, nil
}
