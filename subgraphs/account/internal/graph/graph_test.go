package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"github.com/blooming-blooms/bloom/internal/gql"
	"github.com/blooming-blooms/bloom/internal/identity"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/app"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/domain"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/graph"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/graph/gen"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/password"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/postgres"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/seed"
	"github.com/blooming-blooms/bloom/subgraphs/account/internal/token"
)

var update = flag.Bool("update", false, "write the answers as the golden ones")

const seeded = `[
 {"id":"mem_minji","name":"민지","email":"Minji@bloom.test","password":"bloom-demo-1","phone":"010-0000-1037","phoneVerified":true,"roles":["MEMBER"],"locale":"KO","daysAgo":30,
  "addresses":[{"id":"adr_home","label":"집","recipient":"김민지","phone":"010-0000-1037","postcode":"04015","line1":"서울특별시 마포구 포은로 30","line2":"302호","isDefault":true},
   {"id":"adr_work","label":"회사","recipient":"김민지","phone":"010-0000-1037","postcode":"04769","line1":"서울특별시 성동구 서울숲2길 44"}]},
 {"id":"mem_haneul","name":"하늘","email":"haneul@bloom.test","password":"bloom-demo-1","phone":"","phoneVerified":false,"roles":["MEMBER","SELLER"],"locale":"EN","daysAgo":20,"addresses":[]},
 {"id":"mem_gone","name":"정지","email":"suspended@bloom.test","password":"bloom-demo-1","phone":"","phoneVerified":false,"roles":["MEMBER"],"locale":"KO","daysAgo":10,"addresses":[]}
]`

// Each query of testdata is sent as the member that its first line names ("# mem_minji", "# guest",
// "# mem_admin ADMIN"), and answered as the golden file beside it says, but for tokens and new ids.
func TestGolden(t *testing.T) {
	queries, err := filepath.Glob("testdata/*.graphql")
	if err != nil || len(queries) == 0 {
		t.Fatal("no queries", err)
	}
	for _, file := range queries {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".graphql"), func(t *testing.T) {
			query, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(query), "\n")
			words := strings.Fields(strings.TrimPrefix(first, "#"))
			who := identity.Identity{MemberID: words[0], Roles: words[1:]}
			if words[0] == "guest" {
				who = identity.Identity{}
			}
			shown := show(t, newSubgraph(t).ask(t, who, string(query)))
			golden := strings.TrimSuffix(file, ".graphql") + ".json"
			if *update {
				if err := os.WriteFile(golden, shown, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(shown, want) {
				t.Errorf("got\n%swant\n%s", shown, want)
			}
		})
	}
}

// changing is what differs from run to run.
var changing = regexp.MustCompile(`eyJ[\w.-]+|rft_[\w-]+|\b(mem|adr)_[0-9A-Z]{26}\b`)

// show is an answer as people read it, without what differs from run to run.
func show(t *testing.T, answer []byte) []byte {
	t.Helper()
	var shown bytes.Buffer
	if err := json.Indent(&shown, answer, "", "  "); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	shown.WriteByte('\n')
	return changing.ReplaceAllFunc(shown.Bytes(), func(s []byte) []byte { return append(s[:3:3], '*') })
}

func TestAnAccessTokenIsVerifiedByThePublishedKeys(t *testing.T) {
	s := newSubgraph(t)
	session := s.signIn(t, "haneul@bloom.test")
	w := httptest.NewRecorder()
	s.tokens.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/.well-known/jwks.json", nil))
	if bytes.Contains(w.Body.Bytes(), []byte(`"d"`)) {
		t.Fatal("the private key is published")
	}
	keys, err := jwk.Parse(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	claims, err := jwt.Parse([]byte(session.AccessToken), jwt.WithKeySet(keys), jwt.WithIssuer("bloom-test"), jwt.WithClock(jwt.ClockFunc(s.now)))
	if err != nil {
		t.Fatal(err)
	}
	var roles []any
	var sid string
	if err := errors.Join(claims.Get("roles", &roles), claims.Get("sid", &sid)); err != nil {
		t.Fatal(err)
	}
	subject, _ := claims.Subject()
	issued, _ := claims.IssuedAt()
	expires, _ := claims.Expiration()
	if subject != "mem_haneul" || !slices.Equal(roles, []any{"MEMBER", "SELLER"}) || !strings.HasPrefix(sid, "ses_") || expires.Sub(issued) != 5*time.Minute {
		t.Errorf("claims are %v", claims)
	}
}

func TestRefreshTokensRotate(t *testing.T) {
	s := newSubgraph(t)
	first := s.signIn(t, "minji@bloom.test")
	second := s.refresh(t, first.RefreshToken, "")
	third := s.refresh(t, second.RefreshToken, "")
	if first.RefreshToken == second.RefreshToken || second.RefreshToken == third.RefreshToken || third.AccessToken == "" {
		t.Fatal("the tokens stayed the same")
	}
	// The first comes a second time: somebody has stolen it, or it was stolen from. Nobody stays signed in.
	s.refresh(t, first.RefreshToken, "TOKEN_REUSED")
	s.refresh(t, third.RefreshToken, "TOKEN_REUSED")
	// Another sign-in of the same member goes on.
	other := s.signIn(t, "minji@bloom.test")
	other = s.refresh(t, other.RefreshToken, "")
	s.ask(t, identity.Identity{}, `mutation { signOut(refreshToken: "`+other.RefreshToken+`") { done } }`)
	s.refresh(t, other.RefreshToken, "BAD_CREDENTIALS")
	s.refresh(t, "rft_nonsense", "BAD_CREDENTIALS")
	s.refresh(t, strings.Repeat("x", 1000), "BAD_CREDENTIALS")
}

func TestATokenThatComesAgainAtOnceEndsTheLogin(t *testing.T) {
	s := newSubgraph(t)
	first := s.signIn(t, "minji@bloom.test")
	second := s.refresh(t, first.RefreshToken, "")
	s.pass(time.Millisecond)
	s.refresh(t, first.RefreshToken, "TOKEN_REUSED")
	s.refresh(t, second.RefreshToken, "TOKEN_REUSED")
}

func TestALostAnswerIsGivenAgainWithinTheGrace(t *testing.T) {
	s := newSubgraph(t)
	s.accounts.Grace = 10 * time.Second
	first := s.signIn(t, "minji@bloom.test")
	lost := s.refresh(t, first.RefreshToken, "")
	s.pass(5 * time.Second)
	again := s.refresh(t, first.RefreshToken, "")
	if again.RefreshToken != lost.RefreshToken {
		t.Error("the answer given again has another token: the chain has split")
	}
	s.pass(10 * time.Second)
	s.refresh(t, first.RefreshToken, "TOKEN_REUSED")
}

// Two tabs that wake up together both exchange the token that they share.
func TestTwoExchangesAtTheSameTimeAreOne(t *testing.T) {
	s := newSubgraph(t) // its clock stands still: all arrive before any is answered
	first := s.signIn(t, "minji@bloom.test")
	var mu sync.Mutex
	tokens := map[string]bool{}
	var refreshing sync.WaitGroup
	for range 8 {
		refreshing.Go(func() {
			next := s.refresh(t, first.RefreshToken, "")
			mu.Lock()
			tokens[next.RefreshToken] = true
			mu.Unlock()
		})
	}
	refreshing.Wait()
	if len(tokens) != 1 {
		t.Errorf("%d tokens follow one", len(tokens))
	}
}

func TestASuspendedMemberIsNotRefreshed(t *testing.T) {
	s := newSubgraph(t)
	session := s.signIn(t, "minji@bloom.test")
	s.suspend(t, "mem_minji")
	s.refresh(t, session.RefreshToken, "ACCOUNT_SUSPENDED")
	got := s.ask(t, identity.Identity{MemberID: "mem_minji"}, `mutation { updateProfile(input: {name: "x"}) { userErrors { code } } }`)
	if want := `{"data":{"updateProfile":{"userErrors":[{"code":"ACCOUNT_SUSPENDED"}]}}}`; string(got) != want {
		t.Errorf("got %s", got)
	}
}

// Whoever has not shown a password must not learn from the time it takes whether there is such a member.
func TestAnUnknownEmailIsComparedAsLong(t *testing.T) {
	s := newSubgraph(t)
	counted := &counter{Passwords: s.accounts.Passwords}
	s.accounts.Passwords = counted
	for _, email := range []string{"nobody@bloom.test", "minji@bloom.test"} {
		before := counted.compared
		if _, err := s.accounts.SignIn(t.Context(), domain.SignInInput{Email: email, Password: "wrong"}); err == nil || counted.compared != before+1 {
			t.Errorf("%s: %v, compared %d times; want once", email, err, counted.compared-before)
		}
	}
}

type counter struct {
	app.Passwords
	compared int
}

func (c *counter) Matches(ctx context.Context, hash, password string) (bool, error) {
	c.compared++
	return c.Passwords.Matches(ctx, hash, password)
}

func TestAttemptsToSignInAreLimited(t *testing.T) {
	s := newSubgraph(t)
	s.accounts.Attempts = s.attempts
	try := func(email, password string) string {
		return string(s.ask(t, identity.Identity{}, `mutation { signIn(input: {email: "`+email+`", password: "`+password+`"}) { session { member { id } } userErrors { code } } }`))
	}
	for range 9 {
		try("minji@bloom.test", "wrong")
	}
	if got := try("minji@bloom.test", "bloom-demo-1"); !strings.Contains(got, "mem_minji") {
		t.Fatalf("the tenth attempt: %s", got)
	}
	for range 10 { // forgotten by the success
		try("Minji@bloom.test", "wrong")
	}
	if got := try("minji@bloom.test", "bloom-demo-1"); !strings.Contains(got, `"RATE_LIMITED"`) {
		t.Errorf("the eleventh attempt: %s", got)
	}
	for range 10 { // the same for a member that there is not
		try("nobody@bloom.test", "wrong")
	}
	if got := try("nobody@bloom.test", "wrong"); !strings.Contains(got, `"RATE_LIMITED"`) {
		t.Errorf("the eleventh attempt as nobody: %s", got)
	}
	if got := try("haneul@bloom.test", "bloom-demo-1"); !strings.Contains(got, "mem_haneul") {
		t.Errorf("another member: %s", got)
	}
}

func TestOneOfTwoWhoWantTheSameEmailGetsIt(t *testing.T) {
	s := newSubgraph(t)
	answers := make([]string, 4)
	var signing sync.WaitGroup
	for i := range answers {
		signing.Go(func() {
			answers[i] = string(s.ask(t, identity.Identity{}, `mutation { signUp(input: {name: "새봄", email: "new@bloom.test", password: "a long enough one"}) { session { refreshToken } userErrors { code field } } }`))
		})
	}
	signing.Wait()
	all := strings.Join(answers, "\n")
	if strings.Count(all, "refreshToken") != 1 || strings.Count(all, `{"code":"EMAIL_TAKEN","field":["email"]}`) != 3 {
		t.Errorf("answers are\n%s", all)
	}
}

type subgraph struct {
	handler  http.Handler
	signer   *identity.Signer
	accounts *app.Accounts
	tokens   *token.Maker
	attempts postgres.Attempts
	members  postgres.Members
	clock    *time.Time
}

func (s subgraph) now() time.Time { return *s.clock }

func (s subgraph) pass(d time.Duration) { *s.clock = s.clock.Add(d) }

func newSubgraph(t *testing.T) subgraph {
	t.Helper()
	pool := testenv.Postgres(t, postgres.Migrations())
	clock := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	s := subgraph{clock: &clock, members: postgres.Members{Pool: pool}, attempts: postgres.Attempts{Pool: pool}}
	passwords := password.New()
	first, err := seed.Members(t.Context(), fstest.MapFS{"members.json": {Data: []byte(seeded)}}, clock, passwords.Hash)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{3, 0} { // a second start finds them there
		if n, err := s.members.Seed(t.Context(), first); err != nil || n != want {
			t.Fatalf("seeded %d, %v; want %d", n, err, want)
		}
	}
	private, public, err := identity.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	if s.signer, err = identity.NewSigner(private); err != nil {
		t.Fatal(err)
	}
	trust, err := identity.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	if s.tokens, err = token.New(private, "bloom-test"); err != nil {
		t.Fatal(err)
	}
	s.accounts = &app.Accounts{
		Members: s.members, Logins: postgres.Logins{Pool: pool}, Tokens: s.tokens, Passwords: passwords,
		Attempts: app.Unlimited{}, Now: s.now,
	}
	s.suspend(t, "mem_gone")
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: &graph.Resolver{Accounts: s.accounts}})
	s.handler = gql.Handler(schema, trust, slog.New(slog.NewTextHandler(t.Output(), nil)))
	return s
}

func (s subgraph) suspend(t *testing.T, id string) {
	t.Helper()
	if _, err := s.members.Pool.Exec(t.Context(), "UPDATE members SET status = $2 WHERE id = $1", id, domain.Suspended); err != nil {
		t.Fatal(err)
	}
}

func (s subgraph) ask(t *testing.T, who identity.Identity, query string) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if !who.IsGuest() {
		signed, err := s.signer.Sign(who, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(identity.Header, signed)
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w.Body.Bytes()
}

type session struct{ AccessToken, RefreshToken string }

func (s subgraph) signIn(t *testing.T, email string) session {
	t.Helper()
	return s.session(t, `mutation { answer: signIn(input: {email: "`+email+`", password: "bloom-demo-1"}) { session { accessToken refreshToken } userErrors { code } } }`, "")
}

// refresh exchanges a token; code is that of the refusal that is expected.
func (s subgraph) refresh(t *testing.T, token, code string) session {
	t.Helper()
	return s.session(t, `mutation { answer: refreshSession(refreshToken: "`+token+`") { session { accessToken refreshToken } userErrors { code } } }`, code)
}

func (s subgraph) session(t *testing.T, query, code string) session {
	t.Helper()
	var got struct {
		Data struct {
			Answer struct {
				Session    session
				UserErrors []struct{ Code string }
			}
		}
	}
	answer := s.ask(t, identity.Identity{}, query)
	if err := json.Unmarshal(answer, &got); err != nil {
		t.Fatal(err)
	}
	refused := ""
	if e := got.Data.Answer.UserErrors; len(e) > 0 {
		refused = e[0].Code
	}
	if refused != code || (code == "") != (got.Data.Answer.Session.RefreshToken != "") {
		t.Errorf("answered %s; want %q", show(t, answer), code)
	}
	return got.Data.Answer.Session
}
