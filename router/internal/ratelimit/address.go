package ratelimit

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are those whose word is taken for whom they pass on; the zero value trusts nobody.
type Proxies struct {
	networks []netip.Prefix
}

// ParseProxies reads addresses and networks ("10.0.0.0/8").
func ParseProxies(list []string) (Proxies, error) {
	var p Proxies
	for _, text := range list {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return p, fmt.Errorf("the trusted proxy is %q; it should be an address, or a network such as 10.0.0.0/8", text)
			}
			network = netip.PrefixFrom(address, address.BitLen())
		}
		p.networks = append(p.networks, network.Masked())
	}
	return p, nil
}

func (p Proxies) trusts(address netip.Addr) bool {
	for _, network := range p.networks {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// ClientOf is whose request it is, as far as addresses tell: the last that no trusted proxy has. Of IPv6 it is
// the network of a /64, which is what one household or machine is given. It is empty where there is no address.
func (p Proxies) ClientOf(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	client := plain(peer.Addr())
	if !p.trusts(client) {
		return network(client)
	}
	// Each proxy adds at the end whom it heard from; what is before the first untrusted one may be made up.
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, ok := addressIn(hops[i])
		if !ok {
			break
		}
		if client = hop; !p.trusts(client) {
			break
		}
	}
	return network(client)
}

// addressIn reads an address, which some proxies write with a port.
func addressIn(text string) (netip.Addr, bool) {
	text = strings.TrimSpace(text)
	if address, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return plain(address), true
	}
	if address, err := netip.ParseAddrPort(text); err == nil {
		return plain(address.Addr()), true
	}
	return netip.Addr{}, false
}

// plain is the address without a zone, and an IPv4 address as such.
func plain(address netip.Addr) netip.Addr { return address.Unmap().WithZone("") }

func network(address netip.Addr) string {
	if address.Is6() {
		return netip.PrefixFrom(address, 64).Masked().String()
	}
	return address.String()
}
