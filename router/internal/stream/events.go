package stream

import "bytes"

// Events is where the engine writes a subscription. It never blocks: a client that does not keep up must not
// hold up others.
type Events struct {
	queue   chan []byte
	overrun func()
	buf     bytes.Buffer
	tidy    func([]byte) []byte
}

// Write adds to the event that Flush sends.
func (e *Events) Write(p []byte) (int, error) { return e.buf.Write(p) }

// Flush sends the event.
func (e *Events) Flush() error {
	body := bytes.Clone(e.tidy(e.buf.Bytes()))
	e.buf.Reset()
	return e.Send(body)
}

// Send sends an event as it is.
func (e *Events) Send(body []byte) error {
	select {
	case e.queue <- body:
		return nil
	default:
		e.overrun()
		return errLag
	}
}

// Error sends the last words of the subscription.
func (e *Events) Error(body []byte) {
	e.buf.Reset()
	_ = e.Send(e.tidy(bytes.Clone(body)))
}

// Complete is said by the end of the run; see Serve.
func (e *Events) Complete() {}

// Heartbeat is sent by Serve.
func (e *Events) Heartbeat() error { return nil }
