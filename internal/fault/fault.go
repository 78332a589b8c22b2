// Package fault is the one error type at the edge: a stable code for programs and a message for people, in
// their language. What is not a Fault is an INTERNAL error, and its text never leaves the service.
package fault

import (
	"context"
	"errors"

	"github.com/blooming-blooms/bloom/schema/locale"
)

// Fault says why something was refused. One with a code for the domain is data, in userErrors; one with a
// code for the edge is a GraphQL error (see Edge).
type Fault struct {
	code   string
	field  []string
	ko, en string
}

// New refuses with a code of the table in codes.go and its message; field is the path of the input to blame.
// A code that is not in the table is a mistake of ours, and panics.
func New(code string, field ...string) *Fault {
	m, ok := messages[code]
	if !ok {
		panic("fault: no message for code " + code)
	}
	return &Fault{code: code, field: field, ko: m.ko, en: m.en}
}

// Known is New for a code that came from elsewhere, such as an event: false where the table does not have it.
func Known(code string) (*Fault, bool) {
	m, ok := messages[code]
	return &Fault{code: code, ko: m.ko, en: m.en}, ok
}

// Saying is the same fault with a message that says more than the table's.
func (f *Fault) Saying(ko, en string) *Fault {
	return &Fault{code: f.code, field: f.field, ko: ko, en: en}
}

// Invalid refuses one input, saying what it should be.
func Invalid(ko, en string, field ...string) *Fault { return New("INVALID", field...).Saying(ko, en) }

// NotFound is for mutations: what the field names does not exist, or is not the caller's.
func NotFound(field ...string) *Fault { return New("NOT_FOUND", field...) }

// Unauthenticated asks the caller to sign in.
func Unauthenticated() *Fault { return New("UNAUTHENTICATED") }

// Forbidden says that the caller's role does not allow it.
func Forbidden() *Fault { return New("FORBIDDEN") }

// BadInput says what is wrong with an argument that no form could have sent.
func BadInput(message string) *Fault { return New("BAD_USER_INPUT").Saying(message, message) }

// Code is stable, and documented at the end of schema/api.graphql.
func (f *Fault) Code() string { return f.code }

// Field is the path of the input to blame; nil where it is none in particular.
func (f *Fault) Field() []string { return f.field }

// Message is for people, in the language that the caller reads.
func (f *Fault) Message(ctx context.Context) string { return locale.Pick(ctx, nil, f.ko, f.en) }

// Error is for logs.
func (f *Fault) Error() string { return f.code + ": " + f.en }

// Edge tells whether the fault is a GraphQL error with extensions.code, not data in userErrors.
func (f *Fault) Edge() bool { return messages[f.code].edge }

// As finds the fault in err.
func As(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// Has tells whether err is a fault with that code.
func Has(err error, code string) bool {
	f, ok := As(err)
	return ok && f.code == code
}

// UserErrors parts err into what the domain refuses, for a payload's userErrors, and everything else. An
// error made by errors.Join gives a user error for each fault in it.
func UserErrors(err error) ([]*Fault, error) {
	if err == nil {
		return []*Fault{}, nil
	}
	var faults []*Fault
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) { // also where it was wrapped on the way up
		for _, e := range joined.Unwrap() {
			more, rest := UserErrors(e)
			if rest != nil {
				return nil, rest
			}
			faults = append(faults, more...)
		}
		return faults, nil
	}
	if f, ok := As(err); ok && !f.Edge() {
		return []*Fault{f}, nil
	}
	return nil, err
}
