package contract

import (
	"strings"
	"testing"
	"time"
)

const (
	signUp = `mutation($in: SignUpInput!) { signUp(input: $in) { session { accessToken accessTokenExpiresAt refreshToken
		member { id name email phone phoneVerified roles locale status createdAt addresses { id } } } userErrors { code message field } } }`
	signIn         = `mutation($in: SignInInput!) { signIn(input: $in) { session { accessToken refreshToken member { id email } } userErrors { code message field } } }`
	refresh        = `mutation($token: String!) { refreshSession(refreshToken: $token) { session { accessToken refreshToken member { id } } userErrors { code message field } } }`
	signOut        = `mutation($token: String!) { signOut(refreshToken: $token) { done userErrors { code message field } } }`
	updateProfile  = `mutation($in: UpdateProfileInput!) { updateProfile(input: $in) { member { name phone phoneVerified locale email } userErrors { code message field } } }`
	saveAddress    = `mutation($in: SaveAddressInput!) { saveAddress(input: $in) { member { addresses { id label isDefault address { recipient phone postcode line1 line2 } } } userErrors { code message field } } }`
	removeAddress  = `mutation($id: ID!) { removeAddress(id: $id) { member { addresses { id isDefault } } userErrors { code message field } } }`
	goodPassphrase = "many-quiet-peonies-4"
)

func members(t *testing.T, w world) {
	guest := w.guest()
	email := unique("new-") + "@bloom.test"
	r := guest.done(t, signUp, object{"in": object{"name": "새봄", "email": email, "password": goodPassphrase, "locale": "EN"}})
	if id := r.str("signUp.session.member.id"); !strings.HasPrefix(id, "mem_") {
		t.Errorf("the id of a member is %q", id)
	}
	if left := time.Until(r.timeAt("signUp.session.accessTokenExpiresAt")); left <= 0 || left > 6*time.Minute {
		t.Errorf("the token is good for %v", left)
	}
	r.timeAt("signUp.session.member.createdAt")
	r.is("signUp.session.member.email", email)
	r.is("signUp.session.member.locale", "EN")
	r.is("signUp.session.member.roles", "[MEMBER]")
	r.is("signUp.session.member.status", "ACTIVE")
	r.is("signUp.session.member.phoneVerified", false)
	r.is("signUp.session.member.addresses", list{})

	me := caller{url: w.url, token: r.str("signUp.session.accessToken")}
	me.must(t, `{ me { name } }`, nil).is("me.name", "새봄")
	guest.must(t, `{ me { name } }`, nil).is("me", nil)

	for _, test := range []struct {
		name, code string
		in         object
	}{
		{"taken", "EMAIL_TAKEN", object{"name": "a", "email": email, "password": goodPassphrase}},
		{"taken in capitals", "EMAIL_TAKEN", object{"name": "a", "email": strings.ToUpper(email), "password": goodPassphrase}},
		{"short password", "PASSWORD_TOO_WEAK", object{"name": "a", "email": unique("x") + "@bloom.test", "password": "short"}},
		{"empty password", "PASSWORD_TOO_WEAK", object{"name": "a", "email": unique("x") + "@bloom.test", "password": ""}},
		{"common password", "PASSWORD_TOO_WEAK", object{"name": "a", "email": unique("x") + "@bloom.test", "password": "password123"}},
		{"no email", "INVALID", object{"name": "a", "email": "not an email", "password": goodPassphrase}},
		{"empty email", "INVALID", object{"name": "a", "email": "", "password": goodPassphrase}},
		{"long email", "INVALID", object{"name": "a", "email": strings.Repeat("a", 5000) + "@bloom.test", "password": goodPassphrase}},
		{"no name", "INVALID", object{"name": "  ", "email": unique("x") + "@bloom.test", "password": goodPassphrase}},
		{"long name", "INVALID", object{"name": strings.Repeat("꽃", 5000), "email": unique("x") + "@bloom.test", "password": goodPassphrase}},
		{"bad phone", "INVALID", object{"name": "a", "email": unique("x") + "@bloom.test", "password": goodPassphrase, "phone": "call me"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := guest.refused(t, signUp, object{"in": test.in}, test.code)
			if fields := r.at("signUp.userErrors.0.field"); fields == nil {
				t.Errorf("no field is named: %s", r.text)
			}
		})
	}

	guest.unkept(t, signUp, object{"in": object{"name": "a\x00b", "email": unique("x") + "@bloom.test", "password": goodPassphrase}})
	guest.unkept(t, signUp, object{"in": object{"name": "ab", "email": unique("x") + "\x00@bloom.test", "password": goodPassphrase}})

	me.done(t, updateProfile, object{"in": object{"name": "한봄", "phone": "010-1234-5678", "locale": "KO"}}).is("updateProfile.member.name", "한봄")
	r = me.must(t, `{ me { name phone locale phoneVerified } }`, nil)
	r.is("me.name", "한봄")
	r.is("me.locale", "KO")
	r.is("me.phoneVerified", false)
	me.refused(t, updateProfile, object{"in": object{"name": ""}}, "INVALID")
	me.refused(t, updateProfile, object{"in": object{"phone": "one two three"}}, "INVALID")
	me.must(t, `{ me { name } }`, nil).is("me.name", "한봄")
}

func sessions(t *testing.T, w world) {
	guest := w.guest()
	email := unique("sess-") + "@bloom.test"
	guest.done(t, signUp, object{"in": object{"name": "봄", "email": email, "password": goodPassphrase}})

	wrong := guest.refused(t, signIn, object{"in": object{"email": email, "password": "wrong-wrong-wrong"}}, "BAD_CREDENTIALS")
	unknown := guest.refused(t, signIn, object{"in": object{"email": unique("nobody-") + "@bloom.test", "password": "wrong-wrong-wrong"}}, "BAD_CREDENTIALS")
	if wrong.text != unknown.text {
		t.Errorf("the answers tell who has an account: %s, %s", wrong.text, unknown.text)
	}
	guest.refused(t, signIn, object{"in": object{"email": "' OR 1=1 --", "password": "' OR 1=1 --"}}, "BAD_CREDENTIALS")
	guest.refused(t, signIn, object{"in": object{"email": "", "password": ""}}, "BAD_CREDENTIALS", "INVALID")
	guest.refused(t, signIn, object{"in": object{"email": email, "password": strings.Repeat("x", 100_000)}}, "BAD_CREDENTIALS")
	guest.fails(t, signIn, object{"in": object{"email": "a\x00b@bloom.test", "password": "x\x00y"}}, "BAD_USER_INPUT")

	r := guest.done(t, signIn, object{"in": object{"email": strings.ToUpper(email), "password": goodPassphrase}})
	first := r.str("signIn.session.refreshToken")
	r = guest.done(t, refresh, object{"token": first})
	second := r.str("refreshSession.session.refreshToken")
	if second == first {
		t.Error("the refresh token was not changed")
	}
	caller{url: w.url, token: r.str("refreshSession.session.accessToken")}.must(t, `{ me { email } }`, nil).is("me.email", email)

	// Another tab, which had read the first before it was exchanged, gets what the first tab got.
	guest.done(t, refresh, object{"token": first}).is("refreshSession.session.refreshToken", second)
	third := guest.done(t, refresh, object{"token": second}).str("refreshSession.session.refreshToken")
	// Once the second is used nobody needs the first any more. Whoever has it may be a thief, so the whole family ends.
	guest.refused(t, refresh, object{"token": first}, "TOKEN_REUSED")
	guest.refused(t, refresh, object{"token": third}, "TOKEN_REUSED", "BAD_CREDENTIALS", "NOT_FOUND")
	for _, garbage := range []string{"", "garbage", "rft_' OR 1=1", strings.Repeat("x", 50_000)} {
		guest.refused(t, refresh, object{"token": garbage}, "BAD_CREDENTIALS", "NOT_FOUND", "INVALID")
	}

	third = guest.done(t, signIn, object{"in": object{"email": email, "password": goodPassphrase}}).str("signIn.session.refreshToken")
	guest.done(t, signOut, object{"token": third}).is("signOut.done", true)
	guest.refused(t, refresh, object{"token": third}, "TOKEN_REUSED", "BAD_CREDENTIALS", "NOT_FOUND")
}

func addressInput(postcode string) object {
	return object{"recipient": "김민지", "phone": "010-0000-1037", "postcode": postcode, "line1": "서울특별시 성동구 서울숲2길 1", "line2": "3층"}
}

func addresses(t *testing.T, w world) {
	me, other := w.newMember(t), w.newMember(t)
	r := me.done(t, saveAddress, object{"in": object{"label": "집", "address": addressInput("04769")}})
	home := r.str("saveAddress.member.addresses.0.id")
	if !strings.HasPrefix(home, "adr_") {
		t.Errorf("the id of an address is %q", home)
	}
	r.is("saveAddress.member.addresses.0.address.line2", "3층")
	me.done(t, saveAddress, object{"in": object{"label": "회사", "address": addressInput("06000"), "isDefault": true}})
	r = me.must(t, `{ me { addresses { id label isDefault } } }`, nil)
	defaults := 0
	for _, a := range r.list("me.addresses") {
		if a := a.(object); a["isDefault"] == true {
			defaults++
			if a["label"] != "회사" {
				t.Errorf("the default is %v", a["label"])
			}
		}
	}
	if defaults != 1 || len(r.list("me.addresses")) != 2 {
		t.Errorf("%d defaults: %s", defaults, r.text)
	}
	me.done(t, saveAddress, object{"in": object{"id": home, "label": "본가", "address": addressInput("04770")}})

	for name, in := range map[string]object{
		"no label":     {"label": "", "address": addressInput("04769")},
		"bad postcode": {"label": "x", "address": addressInput("not a postcode")},
		"long line":    {"label": "x", "address": object{"recipient": "a", "phone": "010-0000-1037", "postcode": "04769", "line1": strings.Repeat("x", 20_000)}},
		"no recipient": {"label": "x", "address": object{"recipient": "", "phone": "010-0000-1037", "postcode": "04769", "line1": "x"}},
		"no phone":     {"label": "x", "address": object{"recipient": "a", "phone": "abc", "postcode": "04769", "line1": "x"}},
	} {
		t.Run(name, func(t *testing.T) { me.refused(t, saveAddress, object{"in": in}, "INVALID") })
	}
	me.unkept(t, saveAddress, object{"in": object{"label": "a\x00b", "address": addressInput("04769")}})
	other.refused(t, saveAddress, object{"in": object{"id": home, "label": "mine now", "address": addressInput("04769")}}, "NOT_FOUND")
	other.refused(t, removeAddress, object{"id": home}, "NOT_FOUND")
	me.refused(t, removeAddress, object{"id": "adr_unknown"}, "NOT_FOUND")
	r = me.must(t, `{ me { addresses { id label address { postcode } } } }`, nil)
	if len(r.list("me.addresses")) != 2 {
		t.Errorf("what was refused changed something: %s", r.text)
	}
	r = me.done(t, removeAddress, object{"id": home})
	if len(r.list("removeAddress.member.addresses")) != 1 {
		t.Errorf("not removed: %s", r.text)
	}
	me.refused(t, removeAddress, object{"id": home}, "NOT_FOUND")
}
