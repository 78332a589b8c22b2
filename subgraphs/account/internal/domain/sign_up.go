package domain

import (
	"errors"
	"time"

	"github.com/blooming-blooms/bloom/schema/locale"
)

// SignUpInput is what somebody says who wants an account.
type SignUpInput struct {
	Name     string
	Email    string
	Password string
	Phone    *string
	Locale   *locale.Locale
}

// SignInInput is what a member proves themselves with.
type SignInInput struct {
	Email    string
	Password string
}

// SignUp makes a member of the input, or says everything that is wrong with it. The password's hash is set by
// SetPassword: it takes long to make, and is not made for what is refused.
func SignUp(id string, in SignUpInput, now time.Time) (*Member, error) {
	var problems []error
	note := func(err error) {
		if err != nil {
			problems = append(problems, err)
		}
	}
	name, err := text(in.Name, maxName, "name")
	note(err)
	email, err := Email(in.Email, "email")
	note(err)
	var phone *string
	if in.Phone != nil && *in.Phone != "" {
		p, err := Phone(*in.Phone, "phone")
		note(err)
		phone = &p
	}
	note(CheckPassword(in.Password, email))
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	reads := locale.KO
	if in.Locale != nil {
		reads = *in.Locale
	}
	return &Member{State{
		ID: id, Name: name, Email: email, Phone: phone, Roles: []Role{RoleMember},
		Locale: reads, Status: Active, CreatedAt: now,
	}}, nil
}

// SetPassword keeps the hash of a password that CheckPassword accepts.
func (m *Member) SetPassword(hash string) { m.state.PasswordHash = hash }
