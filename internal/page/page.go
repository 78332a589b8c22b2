// Package page is the paging of Relay connections: bounded sizes, opaque cursors, one page at a time.
package page

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/blooming-blooms/bloom/internal/fault"
)

// Sizes of a page.
const (
	Default = 20
	Max     = 100
)

// Info is Relay's PageInfo.
type Info struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Window is what a client asked for: so many items after (or, going backwards, before) the item whose
// sort keys the cursor holds. Keys is nil at the start.
type Window struct {
	Size     int
	Keys     []string
	Backward bool
}

// Forward reads first and after. A size below 0 or above Max, or a cursor that is none, is BAD_USER_INPUT.
func Forward(first *int, after *string) (Window, error) {
	return window("first", first, "after", after, false)
}

// Both reads first and after, or last and before; naming both ends at once is BAD_USER_INPUT.
func Both(first *int, after *string, last *int, before *string) (Window, error) {
	if last == nil && before == nil {
		return Forward(first, after)
	}
	if first != nil || after != nil {
		return Window{}, fault.BadInput("first/after and last/before can't be asked for at once")
	}
	return window("last", last, "before", before, true)
}

func window(sizeName string, size *int, cursorName string, cursor *string, backward bool) (Window, error) {
	w := Window{Size: Default, Backward: backward}
	if size != nil {
		w.Size = *size
	}
	if w.Size < 0 || w.Size > Max {
		return Window{}, fault.BadInput(sizeName + " is a number from 0 to 100")
	}
	if cursor != nil && *cursor != "" {
		keys, ok := Keys(*cursor)
		if !ok {
			return Window{}, fault.BadInput(cursorName + " is not a cursor of this list")
		}
		w.Keys = keys
	}
	return w, nil
}

// Cursor makes an opaque cursor of an item's sort keys.
func Cursor(keys ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(keys, "\x1f")))
}

// Keys reads a cursor back; false where it is none of ours.
func Keys(cursor string) ([]string, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	// What a database could not keep is no key of anything that was read from one.
	if err != nil || len(raw) == 0 || !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return nil, false
	}
	return strings.Split(string(raw), "\x1f"), true
}

// Cut turns the items that were read, one more than the window's size where there are more, into a page in
// the order of the list: items read backwards are turned round.
func Cut[T any](w Window, read []T, cursor func(T) string) ([]T, Info) {
	more := len(read) > w.Size
	if more {
		read = read[:w.Size]
	}
	if w.Backward {
		for i, j := 0, len(read)-1; i < j; i, j = i+1, j-1 {
			read[i], read[j] = read[j], read[i]
		}
	}
	info := Info{HasNextPage: more, HasPreviousPage: w.Keys != nil}
	if w.Backward {
		info.HasNextPage, info.HasPreviousPage = w.Keys != nil, more
	}
	if len(read) > 0 {
		start, end := cursor(read[0]), cursor(read[len(read)-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return read, info
}
