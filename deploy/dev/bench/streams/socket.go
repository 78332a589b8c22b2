package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/coder/websocket"
)

// talk is a client of a socket with one subscription. That it is open is known from the first event, so the
// answer to a ping is waited for, which comes after the subscription was taken.
func (a *audience) talk(ctx context.Context, addr string, to int) error {
	conn, _, err := websocket.Dial(ctx, "ws://"+addr+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		return err
	}
	for _, said := range []string{
		`{"type":"connection_init"}`,
		fmt.Sprintf(`{"id":"1","type":"subscribe","payload":{"query":"subscription ($to: Int) { bells(to: $to) { id text } }","variables":{"to":%d}}}`, to),
		`{"type":"ping"}`,
	} {
		if err := conn.Write(ctx, websocket.MessageText, []byte(said)); err != nil {
			return err
		}
	}
	for range 2 { // the acknowledgement, and the pong
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
	go func() {
		defer conn.CloseNow()
		for {
			_, text, err := conn.Read(context.WithoutCancel(ctx))
			if err != nil {
				a.lost.Add(1)
				return
			}
			if strings.Contains(string(text), `"type":"next"`) {
				a.heard <- struct{}{}
			}
		}
	}()
	return nil
}
