package compile

import "github.com/buger/jsonparser"

// sent reads values out of the variables that a client sent. Looking for one may mean reading all of them, so
// where many are asked for, it is done once for all.
type sent struct {
	object []byte
	asked  int
	all    map[string]sentValue
}

type sentValue struct {
	raw  []byte
	kind jsonparser.ValueType
}

// few is how many values are looked for one by one: it is what nearly every query has.
const few = 4

// get is the value of the name, the first where it comes twice; a text is without its quotes.
func (s *sent) get(name string) (raw []byte, kind jsonparser.ValueType, ok bool) {
	if s.all == nil {
		if s.asked++; s.asked <= few {
			raw, kind, _, err := jsonparser.Get(s.object, name)
			return raw, kind, err == nil
		}
		s.all = map[string]sentValue{}
		// What is not an object has no values.
		_ = jsonparser.ObjectEach(s.object, func(key, value []byte, kind jsonparser.ValueType, _ int) error {
			if _, known := s.all[string(key)]; !known {
				s.all[string(key)] = sentValue{value, kind}
			}
			return nil
		})
	}
	v, ok := s.all[name]
	return v.raw, v.kind, ok
}
