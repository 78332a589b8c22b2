package checkout_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain has rapid try thousands of schedules, not its hundred; -rapid.checks asks for another number.
func TestMain(m *testing.M) {
	flag.Parse()
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := checks.Value.Set("2000"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
