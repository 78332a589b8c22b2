package system

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
)

// Forget removes the data, the keys and the logs that earlier systems kept in a home.
func Forget(h home.Home) (err error) {
	unlock, err := lock(h)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := forgetPostgres(h); err != nil {
		return err
	}
	for _, name := range []string{"data", "logs", "pids", "postgres-data", "postgres-password", "identity-key", "token-key"} {
		if err := os.RemoveAll(h.Kept(name)); err != nil {
			return fmt.Errorf("forget %s: %w", name, err)
		}
	}
	return nil
}

// forgetPostgres removes the cluster, which may lie outside the checkout. Only what looks like a cluster is
// removed: the note of where it lies is a file that anybody could have edited.
func forgetPostgres(h home.Home) error {
	note, err := os.ReadFile(h.Kept("postgres-data"))
	if err != nil {
		return nil
	}
	dir := strings.TrimSpace(string(note))
	if _, err := os.Stat(filepath.Join(dir, "PG_VERSION")); err != nil {
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("forget the PostgreSQL cluster: %w", err)
	}
	_ = os.Remove(filepath.Dir(dir)) // the folder made for it; one that holds anything else stays
	return nil
}
