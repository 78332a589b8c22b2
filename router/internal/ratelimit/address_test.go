package ratelimit_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/ratelimit"
)

func TestClientOf(t *testing.T) {
	for _, c := range []struct{ name, trusted, peer, forwarded, want string }{
		{"nobody is trusted", "", "192.0.2.1:50", "198.51.100.7", "192.0.2.1"},
		{"a stranger says something", "10.0.0.0/8", "192.0.2.1:50", "198.51.100.7", "192.0.2.1"},
		{"a proxy", "10.0.0.0/8", "10.1.2.3:50", "198.51.100.7", "198.51.100.7"},
		{"a proxy, by its address", "10.1.2.3", "10.1.2.3:50", "198.51.100.7", "198.51.100.7"},
		{"a proxy that says nothing", "10.0.0.0/8", "10.1.2.3:50", "", "10.1.2.3"},
		{"two proxies", "10.0.0.0/8 192.0.2.0/24", "10.1.2.3:50", "198.51.100.7, 192.0.2.9", "198.51.100.7"},
		{"in two headers", "10.0.0.0/8", "10.1.2.3:50", "198.51.100.7|10.0.0.9", "198.51.100.7"},
		{"what a client made up", "10.0.0.0/8", "10.1.2.3:50", "1.1.1.1, 198.51.100.7", "198.51.100.7"},
		{"from inside", "10.0.0.0/8", "10.1.2.3:50", "10.7.7.7", "10.7.7.7"},
		{"garbage", "10.0.0.0/8", "10.1.2.3:50", "198.51.100.7, unknown", "10.1.2.3"},
		{"with a port", "10.0.0.0/8", "10.1.2.3:50", "198.51.100.7:4711", "198.51.100.7"},
		{"IPv6", "", "[2001:db8:1:2:3:4:5:6]:50", "", "2001:db8:1:2::/64"},
		{"a neighbour in IPv6", "", "[2001:db8:1:2:ffff::1]:50", "", "2001:db8:1:2::/64"},
		{"IPv6 behind a proxy", "10.0.0.0/8", "10.1.2.3:50", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"IPv6 in brackets", "fd00::/8", "[fd00::1]:50", "[2001:db8:1:2:3:4:5:6]:80", "2001:db8:1:2::/64"},
		{"IPv4 in IPv6", "10.0.0.0/8", "[::ffff:10.1.2.3]:50", "::ffff:198.51.100.7", "198.51.100.7"},
		{"a zone", "", "[fe80::1%eth0]:50", "", "fe80::/64"},
		{"no address", "", "@", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			proxies, err := ratelimit.ParseProxies(strings.Fields(c.trusted))
			if err != nil {
				t.Fatal(err)
			}
			r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
			for value := range strings.SplitSeq(c.forwarded, "|") {
				r.Header.Add("X-Forwarded-For", value)
			}
			if got := proxies.ClientOf(r); got != c.want {
				t.Errorf("it is %q, want %q", got, c.want)
			}
		})
	}
	for _, wrong := range []string{"proxy", "10.0.0.0/40", ""} {
		if _, err := ratelimit.ParseProxies([]string{wrong}); err == nil {
			t.Errorf("%q is a proxy", wrong)
		}
	}
}
