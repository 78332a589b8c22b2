// Package payment is the card network, spoken to over HTTP.
package payment

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/subgraphs/order/internal/app"
)

// CardNetwork is a client of the card network.
type CardNetwork struct {
	base   string
	client *http.Client
}

// New makes a client; base is the card network's address.
func New(base string) *CardNetwork {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 32
	return &CardNetwork{strings.TrimRight(base, "/"), &http.Client{Transport: transport}}
}

var _ app.CardNetwork = (*CardNetwork)(nil)

// provider is the name of the one card network that this shop has a contract with.
const provider = "sandbox"

// knowTimeout is short: who places an order waits for it, and can do without the answer.
const knowTimeout = time.Second

// Knows asks whether a token can be charged at all; one of another provider can't.
func (c *CardNetwork) Knows(ctx context.Context, token app.Token) (bool, error) {
	if token.Provider != provider {
		return false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, knowTimeout)
	defer cancel()
	status, _, err := c.call(ctx, http.MethodGet, "/v1/tokens/"+url.PathEscape(token.Value), "", nil)
	switch {
	case err != nil:
		return false, err
	case status == http.StatusOK:
		return true, nil
	case status == http.StatusNotFound:
		return false, nil
	}
	return false, fmt.Errorf("card network: status %d", status)
}

// Capture takes the money. A refusal of the card, and a token that is not known, are app.ErrDeclined.
func (c *CardNetwork) Capture(ctx context.Context, key string, token app.Token, amount int64, reference string) (string, error) {
	status, body, err := c.call(ctx, http.MethodPost, "/v1/payments", key, map[string]any{
		"token": token.Value, "amount": amount, "currency": "KRW", "reference": reference})
	if err != nil {
		return "", err
	}
	switch status {
	case http.StatusOK:
		var paid struct {
			ID     string `json:"id"`
			Status string `json:"status"`
			Amount int64  `json:"amount"`
		}
		if err := json.Unmarshal(body, &paid); err != nil {
			return "", fmt.Errorf("card network: %w: %w", app.ErrSenseless, err)
		}
		if paid.ID == "" || paid.Status != "captured" || paid.Amount != amount {
			return "", fmt.Errorf("card network: %w: no capture of %d", app.ErrSenseless, amount)
		}
		return paid.ID, nil
	case http.StatusPaymentRequired, http.StatusBadRequest:
		return "", app.ErrDeclined
	}
	return "", unexpected(status)
}

// Refund gives back what was taken under the capture's key.
func (c *CardNetwork) Refund(ctx context.Context, key, captureKey string, amount int64) error {
	status, _, err := c.call(ctx, http.MethodPost, "/v1/payments/"+url.PathEscape(captureKey)+"/refunds", key, map[string]any{"amount": amount})
	if err == nil && status != http.StatusOK {
		err = unexpected(status)
	}
	return err
}

// unexpected tells apart what may be another answer later from what will not.
func unexpected(status int) error {
	switch {
	case status >= http.StatusInternalServerError, status == http.StatusRequestTimeout,
		status == http.StatusTooEarly, status == http.StatusTooManyRequests:
		return fmt.Errorf("card network: status %d", status)
	}
	return fmt.Errorf("card network: %w: status %d", app.ErrSenseless, status)
}

func (c *CardNetwork) call(ctx context.Context, method, path, key string, in any) (int, []byte, error) {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return 0, nil, fmt.Errorf("card network: %w", err)
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return 0, nil, fmt.Errorf("card network: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	answer, err := c.client.Do(request)
	if err != nil {
		return 0, nil, fmt.Errorf("card network: %w", err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return 0, nil, fmt.Errorf("card network: read the answer: %w", err)
	}
	return answer.StatusCode, text, nil
}
