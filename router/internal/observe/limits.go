package observe

import "github.com/prometheus/client_golang/prometheus"

// limitMetrics are those of limits.
type limitMetrics struct {
	limited   *prometheus.CounterVec
	uncounted prometheus.Counter
}

func newLimitMetrics(registry *prometheus.Registry) limitMetrics {
	m := limitMetrics{
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "router_rate_limited_total",
			Help: "Requests that were refused because too many came, by whose rate it was: key, member, address."}, []string{"by"}),
		uncounted: prometheus.NewCounter(prometheus.CounterOpts{Name: "router_rate_uncounted_total",
			Help: "Requests that were let through without being counted, because Redis is away."}),
	}
	registry.MustRegister(m.limited, m.uncounted)
	return m
}

// Limited counts a request that was refused because of a rate: of a key, a member or an address.
func (o *Observer) Limited(by string) {
	if o != nil {
		o.metrics.limits.limited.WithLabelValues(by).Inc()
	}
}

// Uncounted counts a request that was let through because rates can't be counted.
func (o *Observer) Uncounted() {
	if o != nil {
		o.metrics.limits.uncounted.Inc()
	}
}
