package persisted

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Manifest has operations' texts by their ids.
type Manifest map[string]string

// Parse reads a manifest of one of the two common forms: Apollo's ({"format": "apollo-persisted-query-manifest",
// "operations": [{"id", "body"}]}), or Relay's and the GraphQL code generator's ({"id": "text"}).
func Parse(raw []byte) (Manifest, error) {
	var apollo struct {
		Format     json.RawMessage `json:"format"`
		Version    json.RawMessage `json:"version"`
		Operations json.RawMessage `json:"operations"`
	}
	if err := json.Unmarshal(raw, &apollo); err != nil {
		return nil, errors.New("it is not a JSON object")
	}
	if len(apollo.Operations) == 0 || apollo.Operations[0] != '[' {
		var relay Manifest
		if err := json.Unmarshal(raw, &relay); err != nil {
			return nil, errors.New("it is neither Apollo's form nor an object of texts by their ids")
		}
		return relay.check()
	}
	if format := string(apollo.Format); format != `"apollo-persisted-query-manifest"` || string(apollo.Version) != "1" {
		return nil, fmt.Errorf("its format is %s, version %s; apollo-persisted-query-manifest, version 1 is known", format, apollo.Version)
	}
	var operations []struct{ ID, Body string }
	if err := json.Unmarshal(apollo.Operations, &operations); err != nil {
		return nil, errors.New("its operations should have an id and a body")
	}
	m := make(Manifest, len(operations))
	for _, o := range operations {
		if text, twice := m[o.ID]; twice && text != o.Body {
			return nil, fmt.Errorf("it has two operations with the id %q", o.ID)
		}
		m[o.ID] = o.Body
	}
	return m.check()
}

func (m Manifest) check() (Manifest, error) {
	for id, text := range m {
		if id == "" || strings.TrimSpace(text) == "" {
			return nil, fmt.Errorf("the operation with the id %q has no id or no text", id)
		}
	}
	if len(m) == 0 {
		return nil, errors.New("it has no operations")
	}
	return m, nil
}
