package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// uptime is how long a process has been running; from /proc, so on Linux only.
func uptime(pid int) (time.Duration, error) {
	const ticks = 100 // USER_HZ, the same on every Linux that Go runs on
	fields, err := stat(pid)
	if err != nil {
		return 0, err
	}
	began, err := strconv.ParseInt(fields[19], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("start of process %d: %w", pid, err)
	}
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0, err
	}
	now, err := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
	if err != nil {
		return 0, fmt.Errorf("uptime: %w", err)
	}
	return time.Duration((now - float64(began)/ticks) * float64(time.Second)), nil
}

// proportionalMemory sums the memory, in bytes, of a process and all below it but one; a page that several
// share is counted once in all.
func proportionalMemory(root, except int) (int64, error) {
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	children := map[int][]int{}
	for _, dir := range dirs {
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		if fields, err := stat(pid); err == nil {
			if parent, err := strconv.Atoi(fields[1]); err == nil {
				children[parent] = append(children[parent], pid)
			}
		}
	}
	var sum int64
	for queue := []int{root}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == except {
			continue
		}
		queue = append(queue, children[queue[0]]...)
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", queue[0]))
		if err != nil {
			continue // it has ended meanwhile
		}
		for line := range bytes.Lines(text) {
			if rest, ok := bytes.CutPrefix(line, []byte("Pss:")); ok {
				kib, err := strconv.ParseInt(strings.Fields(string(rest))[0], 10, 64)
				if err != nil {
					return 0, fmt.Errorf("memory of process %d: %w", queue[0], err)
				}
				sum += kib << 10
			}
		}
	}
	return sum, nil
}

// stat gives the fields of /proc/PID/stat after the name, which may have spaces in it.
func stat(pid int) ([]string, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 20 {
		return nil, fmt.Errorf("process %d: unknown form of stat", pid)
	}
	return fields, nil
}
