package accept

import (
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzBody wants what is scanned here to mean what encoding/json makes of it.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{a}","variables":{"b":[1,{"c":"}\""}]},"operationName":null,"extensions":{"cost":true}}`,
		` { "query" : "query A {\n\ta(b: \"c\\d\")\r}" , "operationName":"A" , "variables" : null } `,
		`{"query":"\u0061"}`, `{"query":"a","query":"b"}`, `{"Query":"a"}`, `{"query":"a","other":1}`, `{}`, `{"query":"a"}x`,
		`{"variables":[]}`, `{"variables":{"a":}}`, "{\"query\":\"\xff\"}", `{"query":"a\x"}`, `{"query":null`, `{"documentId":"a"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got, want body
		if !got.scan(raw) {
			return
		}
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatalf("%q was taken; encoding/json says %v", raw, err)
		}
		for _, field := range []*json.RawMessage{&want.Variables, &want.Extensions} {
			if string(*field) == "null" {
				*field = nil
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v, not %+v", raw, got, want)
		}
	})
}

// TestUsualBody wants what clients really send to be scanned, not left to encoding/json.
func TestUsualBody(t *testing.T) {
	for _, text := range []string{
		`{"query":"query A($b: Int) {\n  a(b: $b)\n}","variables":{"b":1},"operationName":"A"}`,
		`{"operationName":null,"variables":{},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}`,
		`{"query": "{ a(b: \"꽃\") }"}`,
	} {
		if !new(body).scan([]byte(text)) {
			t.Errorf("%s is left to encoding/json", text)
		}
	}
}
