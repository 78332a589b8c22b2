package identity

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestOnlyTheRoutersSignatureIsBelieved(t *testing.T) {
	seed, public, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := NewSigner(seed)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	who := Identity{MemberID: "mem_1", Roles: []string{Member, Seller}, Session: "ses_1", Expires: now.Add(5 * time.Minute).UTC().Truncate(time.Second)}
	header, err := signer.Sign(who, now)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := verifier.Verify(header, now); err != nil || got.MemberID != who.MemberID || !got.Has(Seller) || got.Has(Admin) || !got.Expires.Equal(who.Expires) {
		t.Errorf("%+v, %v", got, err)
	}
	if guest, err := verifier.Verify("", now); err != nil || !guest.IsGuest() {
		t.Errorf("no header is a guest, not %+v, %v", guest, err)
	}

	otherSeed, _, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	other, err := NewSigner(otherSeed)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := other.Sign(who, now)
	if err != nil {
		t.Fatal(err)
	}
	payload, signature, _ := strings.Cut(header, ".")
	for name, value := range map[string]string{
		"signed by another":     forged,
		"not signed":            payload,
		"another's signature":   payload + "." + strings.Split(forged, ".")[1],
		"changed":               "x" + payload + "." + signature,
		"not base64":            "?.?",
		"empty parts":           ".",
		"signature of nothing":  "." + signature,
		"plain text":            "mem_1",
		"a token of the client": "Bearer " + header,
	} {
		if _, err := verifier.Verify(value, now); !errors.Is(err, ErrNotSigned) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := verifier.Verify(header, now.Add(lifetime+2*time.Second)); !errors.Is(err, ErrNotSigned) {
		t.Errorf("an old one is believed: %v", err)
	}
}
