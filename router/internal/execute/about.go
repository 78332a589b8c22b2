package execute

import (
	"io"

	"github.com/blooming-blooms/bloom/router/internal/compile"
)

// knowing puts what is asked about the schema into the answer, which comes in one Write.
type knowing struct {
	to io.Writer
	op compile.Executable
}

func (k *knowing) Write(body []byte) (int, error) {
	if _, err := k.to.Write(k.op.About.Into(body, k.op.Raw)); err != nil {
		return 0, err
	}
	return len(body), nil
}
