package feed

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnErrorThatStaysIsMetWithPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &Feed{Log: slog.New(slog.DiscardHandler)}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		tries := 0
		f.persist(ctx, func(context.Context) error {
			if tries++; tries > 100 {
				cancel()
			}
			return errors.New("not authorised")
		})
		if tries < 10 || tries > 30 {
			t.Errorf("%d tries in ten minutes", tries)
		}

		tries = 0
		f.persist(t.Context(), func(context.Context) error {
			if tries++; tries < 3 {
				return errors.New("not there yet")
			}
			return nil
		})
		if tries != 3 {
			t.Errorf("%d tries, where the third one succeeds", tries)
		}
	})
}
