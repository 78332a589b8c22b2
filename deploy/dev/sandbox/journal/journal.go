// Package journal is a file to which a sandbox writes what happened, a line of JSON each, and from which it
// takes up again after a restart.
package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Journal is open for appending. Its methods are not safe for use by several goroutines at once.
type Journal struct{ file *os.File }

// Open reads the journal at path, calling replay with each line, and then appends to it. A last line without
// its end is what a process that was killed had begun to write: nobody was told of it, and it is cut off.
func Open(path string, replay func(line []byte) error) (*Journal, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	if err := read(file, replay); err != nil {
		file.Close()
		return nil, fmt.Errorf("read journal %s: %w", path, err)
	}
	return &Journal{file}, nil
}

func read(file *os.File, replay func([]byte) error) error {
	reader, whole := bufio.NewReader(file), int64(0)
	for {
		line, err := reader.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := replay(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
			return fmt.Errorf("after byte %d: %w", whole, err)
		}
		whole += int64(len(line))
	}
	if err := file.Truncate(whole); err != nil {
		return err
	}
	_, err := file.Seek(whole, io.SeekStart)
	return err
}

// Append writes entry. When it returns, the entry survives the death of this process.
func (j *Journal) Append(entry any) error {
	line, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	return nil
}

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }
