package system

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
)

// lock keeps a second system from using the same data. The kernel frees it with the process, however that ends.
func lock(h home.Home) (unlock func() error, err error) {
	if err := os.MkdirAll(h.State, 0o755); err != nil {
		return nil, fmt.Errorf("make %s: %w", h.State, err)
	}
	file, err := os.OpenFile(h.Kept("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", h.State, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("this checkout runs already: stop its other make up first (its data in %s can be used by one at a time)", h.State)
		}
		return nil, fmt.Errorf("lock %s: %w", h.State, err)
	}
	return file.Close, nil
}
