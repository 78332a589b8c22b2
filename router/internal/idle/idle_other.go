//go:build !linux

package idle

import "errors"

type poll struct{}

func (poll) works() bool { return false }

// New makes a watcher, which can watch nothing on this system.
func New() (*Watcher, error) { return &Watcher{}, nil }

// Close ends all waiting.
func (w *Watcher) Close() {}

// Arm is only for a Watch, of which there is none on this system.
func (x *Watch) Arm() error { return errors.ErrUnsupported }

// Read is only for a Watch, of which there is none on this system.
func (x *Watch) Read([]byte) (int, error) { return 0, errors.ErrUnsupported }

// Write is only for a Watch, of which there is none on this system.
func (x *Watch) Write([]byte) (int, error) { return 0, errors.ErrUnsupported }
