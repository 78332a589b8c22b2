package postgres

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is whom the server runs as. PostgreSQL refuses to run as root.
type owner struct {
	uid, gid int
	// other is set when that is not whoever started this program.
	other bool
}

func serverOwner() (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 == nil && err2 == nil {
			return owner{uid: uid, gid: gid, other: true}, nil
		}
	}
	return owner{}, fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as: add one, or set DATABASE_URL")
}

// attributes make a process run as the owner, in a process group of its own so that Ctrl-C in a terminal
// reaches only us. With dies it ends at once when we do, where the system can do that.
func (o owner) attributes(dies bool) *syscall.SysProcAttr {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	if dies {
		dieWithUs(attributes)
	}
	if o.other {
		attributes.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)}
	}
	return attributes
}

// give makes path the owner's.
func (o owner) give(path string) error {
	if !o.other {
		return nil
	}
	return os.Chown(path, o.uid, o.gid)
}

// Place is where the server's files of a checkout can lie: wanted, unless root keeps that from the user that
// the server runs as (a checkout under /root); then a folder outside, named after wanted's path.
func Place(wanted string) (string, error) {
	o, err := serverOwner()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(wanted, 0o755); err != nil {
		return "", fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	if !o.other || reachable(wanted) {
		return wanted, nil
	}
	sum := sha256.Sum256([]byte(wanted))
	name := "bloom-" + hex.EncodeToString(sum[:6])
	for _, parent := range []string{"/var/lib", "/var/tmp"} {
		if !reachable(parent) {
			continue
		}
		if err := os.MkdirAll(filepath.Join(parent, name), 0o755); err == nil {
			return filepath.Join(parent, name), nil
		}
	}
	return "", fmt.Errorf("PostgreSQL cannot keep its data under %s as root, nor in /var/lib or /var/tmp: check out elsewhere, or set DATABASE_URL", wanted)
}

// reachable tells whether every user can pass through dir and all above it.
func reachable(dir string) bool {
	for at := dir; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if at == filepath.Dir(at) {
			return true
		}
	}
}
