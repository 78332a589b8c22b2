package system

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
)

// start starts a whole system with its data in state.
func start(t *testing.T, state string, processes bool) *System {
	t.Helper()
	root, err := home.Find(".")
	if err != nil {
		t.Fatal(err)
	}
	keep, err := postgres.Place(root.Kept("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	s, err := Start(ctx, Options{
		Home: home.Home{Root: root.Root, State: state}, Keep: keep, Processes: processes,
		Limits: "open", LogLevel: "warn", Out: t.Output(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// openDir is a temporary folder that every user can pass through, as a PostgreSQL that root started needs.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bloom-system-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func stop(t *testing.T, s *System) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

// ask sends a query through the front and gives the data, or an error that is worth another try.
func ask(t *testing.T, s *System, query string, data any) error {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Post(s.URL+"/graphql", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer := struct {
		Data   any
		Errors json.RawMessage
	}{Data: data}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return &graphError{string(answer.Errors)}
	}
	return nil
}

type graphError struct{ text string }

func (e *graphError) Error() string { return e.text }

// eventually tries until it works, or for a minute.
func eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		err := try()
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s: %v", what, err)
		case <-tick.C:
		}
	}
}

const signUp = `mutation { signUp(input: { name: "수아", email: "sua@bloom.test", password: "peonies-in-may" }) { session { accessToken } userErrors { code } } }`

type signedUp struct {
	SignUp struct {
		Session    *struct{ AccessToken string }
		UserErrors []struct{ Code string }
	}
}

func TestSecondStartKeepsTheData(t *testing.T) {
	state := openDir(t)
	first := start(t, state, false)
	var got signedUp
	if err := ask(t, first, signUp, &got); err != nil || got.SignUp.Session == nil {
		stop(t, first)
		t.Fatalf("sign up: %+v, %v", got, err)
	}
	stop(t, first)

	second := start(t, state, false)
	defer stop(t, second)
	got = signedUp{}
	if err := ask(t, second, signUp, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.SignUp.UserErrors) != 1 || got.SignUp.UserErrors[0].Code != "EMAIL_TAKEN" {
		t.Errorf("after a restart the member is forgotten: %+v", got)
	}
	var seeded struct{ Products struct{ TotalCount int } }
	eventually(t, "the products are listed", func() error { return ask(t, second, `{ products(first: 1) { totalCount } }`, &seeded) })
	if seeded.Products.TotalCount < 300 {
		t.Errorf("there are %d products", seeded.Products.TotalCount)
	}
}

func TestOneUsesTheData(t *testing.T) {
	h := home.Home{State: t.TempDir()}
	unlock, err := lock(h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(h); err == nil || !strings.Contains(err.Error(), "runs already") {
		t.Errorf("a second one: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = lock(h)
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
}

func TestPortInUse(t *testing.T) {
	listeners, port, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(listeners)
	_, _, err = listen(port)
	if err == nil || !strings.Contains(err.Error(), "port "+strconv.Itoa(port)+" is in use") {
		t.Errorf("listening twice: %v", err)
	}
}

// Each service is killed as the kernel would; it comes back by itself, on its address, under another number.
func TestKilledServiceComesBack(t *testing.T) {
	state := openDir(t)
	s := start(t, state, true)
	defer stop(t, s)
	for _, name := range append([]string{"router"}, subgraphs...) {
		before := pid(t, state, name)
		if err := syscall.Kill(before, syscall.SIGKILL); err != nil {
			t.Fatalf("kill %s: %v", name, err)
		}
		eventually(t, name+" is started again", func() error {
			text, err := os.ReadFile(filepath.Join(state, "pids", name))
			if err != nil {
				return err
			}
			if strings.TrimSpace(string(text)) == strconv.Itoa(before) {
				return os.ErrExist
			}
			return nil
		})
		eventually(t, name+" is ready again", func() error {
			return untilReady(t.Context(), s.plan.base(name).JoinPath("health", "ready").String())
		})
	}
	eventually(t, "all of them answer", func() error {
		return ask(t, s, `{ products(first: 1) { nodes { name store { name } } } tags { id } }`, &struct{}{})
	})
}

func pid(t *testing.T, state, name string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(state, "pids", name))
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
