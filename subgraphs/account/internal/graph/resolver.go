// Package graph shows account on the graph.
package graph

import (
	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/graph/gen"
)

// Resolver answers the graph from the verbs of app.
type Resolver struct{ Accounts *app.Accounts }

func sessionPayload(s *app.Session, err error) (*gen.SessionPayload, error) {
	refused, err := fault.UserErrors(err)
	if err != nil {
		return nil, err
	}
	return &gen.SessionPayload{Session: s, UserErrors: refused}, nil
}

func memberPayload(m *domain.Member, err error) (*gen.MemberPayload, error) {
	refused, err := fault.UserErrors(err)
	if err != nil {
		return nil, err
	}
	return &gen.MemberPayload{Member: m, UserErrors: refused}, nil
}
