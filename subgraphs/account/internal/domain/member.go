// Package domain is who the members are: their profiles, their addresses, and the sign-ins they have open.
package domain

import (
	"slices"
	"time"

	"github.com/blooming-blooms/bloom/internal/fault"
	"github.com/blooming-blooms/bloom/schema/locale"
)

// Role is what a member may do on the marketplace.
type Role string

// The roles; every member has RoleMember.
const (
	RoleMember Role = "MEMBER"
	RoleSeller Role = "SELLER"
	RoleAdmin  Role = "ADMIN"
)

// MemberStatus tells whether an account can be used.
type MemberStatus string

// The states of an account.
const (
	Active    MemberStatus = "ACTIVE"
	Suspended MemberStatus = "SUSPENDED"
	Closed    MemberStatus = "CLOSED"
)

// Member is a person with an account.
type Member struct{ state State }

// State is all of a member, for whoever keeps it.
type State struct {
	ID            string
	Name          string
	Email         string
	Phone         *string // E.164
	PhoneVerified bool
	Roles         []Role
	Locale        locale.Locale
	Status        MemberStatus
	Addresses     []SavedAddress
	// PasswordHash is in the PHC format.
	PasswordHash string
	CreatedAt    time.Time
}

// Restore makes a member of what was kept.
func Restore(s State) *Member { return &Member{s} }

// State is what is to be kept.
func (m *Member) State() State { return m.state }

// ID is the member's id.
func (m *Member) ID() string { return m.state.ID }

// Name is what the member wants to be called.
func (m *Member) Name() string { return m.state.Name }

// Email is normalised, and unique among members.
func (m *Member) Email() string { return m.state.Email }

// Phone is in E.164; nil where the member gave none.
func (m *Member) Phone() *string { return m.state.Phone }

// PhoneVerified tells whether the member has shown that the phone is theirs.
func (m *Member) PhoneVerified() bool { return m.state.PhoneVerified }

// Roles are what the member may do.
func (m *Member) Roles() []Role { return slices.Clone(m.state.Roles) }

// Locale is the language that messages to the member are written in.
func (m *Member) Locale() locale.Locale { return m.state.Locale }

// Status tells whether the account can be used.
func (m *Member) Status() MemberStatus { return m.state.Status }

// Addresses are those that the member saved, the oldest first.
func (m *Member) Addresses() []SavedAddress { return slices.Clone(m.state.Addresses) }

// CreatedAt is when the member signed up.
func (m *Member) CreatedAt() time.Time { return m.state.CreatedAt }

// PasswordHash is what a password is compared with.
func (m *Member) PasswordHash() string { return m.state.PasswordHash }

// IsEntity says that a member is known by their id across the graph.
func (Member) IsEntity() {}

// Public is what other members may see: the name. Where the schema demands a value, what is hidden is empty:
// no email, no phone, no roles, no addresses, and the state of any member in good standing. When somebody
// joined can be read from their id, so it is not hidden.
func (m *Member) Public() *Member {
	return &Member{State{
		ID: m.state.ID, Name: m.state.Name, Locale: locale.KO, Status: Active, CreatedAt: m.state.CreatedAt,
	}}
}

// MaySignIn refuses members whose account can't be used. A closed account is like none.
func (m *Member) MaySignIn() error {
	switch m.state.Status {
	case Active:
		return nil
	case Suspended:
		return fault.New("ACCOUNT_SUSPENDED")
	}
	return fault.New("BAD_CREDENTIALS")
}

// UpdateProfileInput says what a member wants changed; nil stays as it is.
type UpdateProfileInput struct {
	Name   *string
	Phone  *string
	Locale *locale.Locale
}

// UpdateProfile changes what the input names. Another phone is not verified.
func (m *Member) UpdateProfile(in UpdateProfileInput) error {
	next := m.state
	if in.Name != nil {
		name, err := text(*in.Name, maxName, "name")
		if err != nil {
			return err
		}
		next.Name = name
	}
	if in.Phone != nil {
		phone, err := Phone(*in.Phone, "phone")
		if err != nil {
			return err
		}
		if next.Phone == nil || *next.Phone != phone {
			next.Phone, next.PhoneVerified = &phone, false
		}
	}
	if in.Locale != nil {
		next.Locale = *in.Locale
	}
	m.state = next
	return nil
}
