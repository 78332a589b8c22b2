package journal

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func replayed(t *testing.T, path string) (*Journal, []string) {
	t.Helper()
	var lines []string
	j, err := Open(path, func(line []byte) error { lines = append(lines, string(line)); return nil })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j, lines
}

func TestTakesUpAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sandbox", "journal.jsonl")
	j, lines := replayed(t, path)
	if len(lines) != 0 {
		t.Errorf("a new journal has %q", lines)
	}
	for _, entry := range []string{"first", "second"} {
		if err := j.Append(entry); err != nil {
			t.Fatal(err)
		}
	}
	// What a process that was killed while it wrote leaves behind.
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(`"thi`); err != nil {
		t.Fatal(err)
	}
	file.Close()

	j, lines = replayed(t, path)
	if want := []string{`"first"`, `"second"`}; !slices.Equal(lines, want) {
		t.Errorf("it takes up %q, not %q", lines, want)
	}
	if err := j.Append("third"); err != nil {
		t.Fatal(err)
	}
	if _, lines = replayed(t, path); !slices.Equal(lines, []string{`"first"`, `"second"`, `"third"`}) {
		t.Errorf("after one more it takes up %q", lines)
	}
}
