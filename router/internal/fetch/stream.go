package fetch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/datasource/graphql_datasource"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Streams subscribes at subgraphs over SSE (distinct connections: a request for each subscription). It
// stands in for the engine's own client, whose events end at 64 KiB.
type Streams struct {
	Connections http.RoundTripper
	// MaxEvent bounds one event, in bytes.
	MaxEvent int
	Log      *slog.Logger
}

var errEventTooLarge = errors.New("the event is too large")

// Subscribe implements the engine's GraphQLSubscriptionClient; it does not block.
func (s *Streams) Subscribe(c *resolve.Context, o graphql_datasource.GraphQLSubscriptionOptions, updater resolve.SubscriptionUpdater) error {
	ctx := c.Context()
	body, err := json.Marshal(o.Body)
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, o.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	if o.Header != nil {
		req.Header = o.Header
	}
	req.Header.Set("Content-Type", answer.JSON)
	req.Header.Set("Accept", answer.EventStream)
	go func() {
		defer updater.Done()
		if err := s.follow(req, updater); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "subgraph stream broke", "host", req.URL.Host, "error", err)
			updater.Error(broken())
		}
	}()
	return nil
}

// broken is the last word of a stream whose subgraph went away: the client may subscribe anew.
func broken() []byte {
	e := answer.New(answer.SubgraphUnavailable, answer.SubgraphUnavailable)
	return (&answer.Refusal{Errors: []answer.Error{e}}).Body()
}

// follow passes events on until the subgraph completes the stream; any other end is an error.
func (s *Streams) follow(req *http.Request, updater resolve.SubscriptionUpdater) error {
	resp, err := s.Connections.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if mediaType := resp.Header.Get("Content-Type"); !strings.HasPrefix(mediaType, answer.EventStream) {
		// gqlgen refuses an invalid subscription with one GraphQL answer instead of a stream.
		body, err := io.ReadAll(io.LimitReader(resp.Body, int64(s.MaxEvent)))
		if err == nil && isGraphQL(body) {
			updater.Update(body)
			updater.Complete()
			return nil
		}
		return fmt.Errorf("status %d, content type %q", resp.StatusCode, mediaType)
	}
	events := bufio.NewReader(resp.Body)
	for {
		name, data, err := readEvent(events, s.MaxEvent)
		if err != nil {
			return err
		}
		switch {
		case name == "complete":
			updater.Complete()
			return nil
		case name == "next" || name == "" && len(data) > 0:
			if !json.Valid(data) {
				return errors.New("the event is not JSON")
			}
			updater.Update(data)
		}
	}
}

// readEvent reads one server-sent event, of whatever length up to the limit. Comments are skipped.
func readEvent(r *bufio.Reader, limit int) (name string, data []byte, err error) {
	something := false
	for {
		line, err := readLine(r, limit)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF // a stream ends with "complete"
			}
			return "", nil, err
		}
		if len(line) == 0 {
			if something {
				return name, data, nil
			}
			continue
		}
		field, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(field) {
		case "event":
			name, something = string(value), true
		case "data":
			if something && data != nil {
				data = append(data, '\n')
			}
			data, something = append(data, value...), true
			if len(data) > limit {
				return "", nil, errEventTooLarge
			}
		}
	}
}

func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return bytes.TrimRight(line, "\r\n"), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > limit:
			return nil, errEventTooLarge
		}
	}
}

var _ graphql_datasource.GraphQLSubscriptionClient = (*Streams)(nil)
