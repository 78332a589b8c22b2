package outage_test

import (
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/router/internal/outage"
)

func TestOutage(t *testing.T) {
	var o outage.Outage
	if o.Resting() || o.Answered() {
		t.Error("it begins with an outage")
	}
	if !o.Failed(time.Hour) || o.Failed(time.Hour) || !o.Resting() {
		t.Error("an outage begins once, and is remembered")
	}
	if o.Failed(-time.Second); o.Resting() {
		t.Error("it rests for longer than it should")
	}
	if !o.Answered() || o.Answered() || !o.Failed(time.Hour) {
		t.Error("an outage ends once, and another begins")
	}
}
