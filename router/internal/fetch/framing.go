package fetch

import (
	"errors"
	"fmt"
	"io"
	"net/http"
)

var errChunks = errors.New("the stream's chunks are malformed")

// framing takes the body of an answer out of what arrives.
type framing struct {
	chunked bool
	left    int64 // of the chunk, or of the body; negative: all there is
	digits  uint8 // of the chunk's size
	at      spot
}

// spot is where in a chunk the framing is.
type spot uint8

const (
	inSize spot = iota
	inExtension
	inData
	afterData
)

func framingOf(resp *http.Response) framing {
	if len(resp.TransferEncoding) > 0 { // there is only one that net/http lets through
		return framing{chunked: true}
	}
	return framing{left: resp.ContentLength}
}

// next is the piece of the body that p begins with, and what is left of p. It is io.EOF after the last piece.
func (f *framing) next(p []byte) (data, rest []byte, err error) {
	if !f.chunked {
		if f.left < 0 {
			return p, nil, nil
		}
		return f.piece(p)
	}
	for i, c := range p {
		switch f.at {
		case inData:
			if data, rest, err = f.piece(p[i:]); f.left == 0 {
				f.at = afterData
			}
			return data, rest, err
		case afterData:
			if c == '\n' {
				f.at, f.digits = inSize, 0
			} else if c != '\r' {
				return nil, nil, errChunks
			}
		case inSize:
			if digit, ok := hexadecimal(c); ok && f.digits < 15 {
				f.left, f.digits = f.left<<4|digit, f.digits+1
				continue
			}
			if f.digits == 0 || c != '\r' && c != '\n' && c != ';' && c != ' ' {
				return nil, nil, fmt.Errorf("%w: a size has %q", errChunks, c)
			}
			f.at = inExtension
			fallthrough
		case inExtension:
			switch {
			case c != '\n':
			case f.left == 0:
				return nil, nil, io.EOF // trailers say nothing that matters here
			default:
				f.at = inData
			}
		}
	}
	return nil, nil, nil
}

func (f *framing) piece(p []byte) (data, rest []byte, err error) {
	if f.left == 0 {
		return nil, nil, io.EOF
	}
	n := min(int64(len(p)), f.left)
	f.left -= n
	return p[:n], p[n:], nil
}

func hexadecimal(c byte) (digit int64, ok bool) {
	switch {
	case '0' <= c && c <= '9':
		return int64(c - '0'), true
	case 'a' <= c && c <= 'f':
		return int64(c-'a') + 10, true
	case 'A' <= c && c <= 'F':
		return int64(c-'A') + 10, true
	}
	return 0, false
}
