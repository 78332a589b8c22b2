package service_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/blooming-blooms/bloom/internal/service"
)

func TestEveryGoesOnAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var at []time.Duration
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 35*time.Second)
		defer cancel()
		work := service.Every(10*time.Second, slog.New(slog.NewTextHandler(&log, nil)), "not swept", func(context.Context) error {
			if at = append(at, time.Since(began)); len(at) == 2 {
				return errors.New("the database is away")
			}
			return nil
		})
		if err := work(ctx); err != nil {
			t.Fatal(err)
		}
		if len(at) != 3 || at[0] != 10*time.Second || at[2] != 30*time.Second {
			t.Errorf("worked at %v", at)
		}
		if said := log.String(); strings.Count(said, "not swept") != 1 || !strings.Contains(said, "the database is away") {
			t.Errorf("logged %q", said)
		}
	})
}
