package payment_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/order/internal/payment"
)

// What the card network answers decides how long it is asked.
func TestAnswers(t *testing.T) {
	type outcome string
	const fine, declined, later, senseless outcome = "fine", "declined", "later", "senseless"
	of := func(err error) outcome {
		switch {
		case err == nil:
			return fine
		case errors.Is(err, app.ErrDeclined):
			return declined
		case errors.Is(err, app.ErrSenseless):
			return senseless
		}
		return later
	}
	for _, test := range []struct {
		status          int
		body            string
		capture, refund outcome
	}{
		{200, `{"id":"pay_1","status":"captured","amount":39000}`, fine, fine},
		{200, `{"id":"pay_1","status":"captured","amount":1}`, senseless, fine},
		{200, `<html>`, senseless, fine},
		{400, `{"error":"unknown_token"}`, declined, senseless},
		{402, `{"error":"declined"}`, declined, senseless},
		{401, ``, senseless, senseless},
		{404, ``, senseless, senseless},
		{422, `{"error":"other_input"}`, senseless, senseless},
		{408, ``, later, later},
		{429, ``, later, later},
		{500, ``, later, later},
		{503, ``, later, later},
	} {
		network := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(test.status)
			_, _ = w.Write([]byte(test.body))
		}))
		cards := payment.New(network.URL)
		_, err := cards.Capture(t.Context(), "key", app.Token{Provider: "sandbox", Value: "tok_ok"}, 39000, "ord_1")
		if of(err) != test.capture {
			t.Errorf("capture, %d %s: %v; want %s", test.status, test.body, err, test.capture)
		}
		if err := cards.Refund(t.Context(), "refund", "key", 39000); of(err) != test.refund {
			t.Errorf("refund, %d %s: %v; want %s", test.status, test.body, err, test.refund)
		}
		network.Close()
		if _, err := cards.Capture(t.Context(), "key", app.Token{}, 1, ""); of(err) != later {
			t.Errorf("a network that is away: %v", err)
		}
	}
}
