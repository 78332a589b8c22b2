package compile

import (
	"strings"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// Limits bound what one operation may ask for; 0 is no limit.
type Limits struct {
	Tokens     int // in the text
	Depth      int // of nested fields
	Aliases    int
	RootFields int
	Fields     int // with fragments counted where they are spread
	Cost       int // estimated fields of the answer: lists count as often as first or last say
	// NoIntrospection refuses __schema and __type.
	NoIntrospection bool
}

// checkText counts tokens before anything is parsed, so that a huge query costs no more than this.
func (l Limits) checkText(text string) *answer.Refusal {
	if strings.IndexByte(text, 0) >= 0 { // the parser takes it for the end
		return answer.Invalid(answer.New(answer.BadUserInput, "the query has a NUL in it"))
	}
	if l.Tokens > 0 && countTokens(text, l.Tokens) > l.Tokens {
		return tooComplex("the query has too many tokens")
	}
	return nil
}

// countTokens counts names, numbers, strings and punctuators, and stops beyond the limit.
func countTokens(text string, limit int) int {
	n := 0
	for i := 0; i < len(text) && n <= limit; {
		switch ch := text[i]; {
		case ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == ',':
			i++
		case ch == '#':
			for i < len(text) && text[i] != '\n' && text[i] != '\r' {
				i++
			}
		case ch == '"':
			n++
			i = afterString(text, i)
		case isWord(ch):
			n++
			for i < len(text) && isWord(text[i]) {
				i++
			}
		default:
			n++
			i++
		}
	}
	return n
}

func isWord(ch byte) bool {
	return ch == '_' || ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z' || ch >= 0x80
}

func afterString(text string, i int) int {
	if len(text) >= i+3 && text[i:i+3] == `"""` {
		for i += 3; i < len(text); i++ {
			switch {
			case text[i] == '\\':
				i++
			case len(text) >= i+3 && text[i:i+3] == `"""`:
				return i + 3
			}
		}
		return i
	}
	for i++; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"', '\n':
			return i + 1
		}
	}
	return i
}

// size is how much a selection asks for once its fragments are spread.
type size struct {
	depth, fields, aliases, top int
	// selections are fields and fragments, also those without any field in them.
	selections int
}

// maxSelections is how many there may be where there is no limit for fields, and perField how many for each
// field where there is one: fragments that lead to nothing but fragments cost as much as fields do.
const (
	maxSelections = 1 << 20
	perField      = 4
)

// enough is where counting stops: fragments in fragments grow exponentially.
const enough = 1 << 30

func (s size) plus(o size) size {
	return size{
		max(s.depth, o.depth), min(s.fields+o.fields, enough), min(s.aliases+o.aliases, enough), min(s.top+o.top, enough),
		min(s.selections+o.selections, enough),
	}
}

// checkDocument measures the operation before its fragments are inlined, which is what would be costly.
func (l Limits) checkDocument(doc *ast.Document, operation int) *answer.Refusal {
	m := measure{doc: doc, fragments: map[string]*size{}}
	op := doc.OperationDefinitions[operation]
	if !op.HasSelections {
		return nil
	}
	total := m.selection(op.SelectionSet)
	switch {
	case l.Depth > 0 && total.depth > l.Depth:
		return tooComplex("the query is nested too deeply")
	case l.Aliases > 0 && total.aliases > l.Aliases:
		return tooComplex("the query has too many aliases")
	case l.RootFields > 0 && total.top > l.RootFields:
		return tooComplex("the query has too many root fields")
	case l.Fields > 0 && (total.fields > l.Fields || total.selections > perField*l.Fields), total.selections > maxSelections:
		return tooComplex("the query asks for too many fields")
	case l.NoIntrospection && m.introspects:
		return answer.Invalid(answer.New(answer.BadUserInput, "introspection is switched off; the schema is at /schema.graphql"))
	}
	return nil
}

type measure struct {
	doc *ast.Document
	// fragments is nil for one that is being measured: a cycle, which validation refuses.
	fragments   map[string]*size
	introspects bool
}

func (m *measure) selection(set int) size {
	var total size
	for _, ref := range m.doc.SelectionSets[set].SelectionRefs {
		s := m.doc.Selections[ref]
		total.selections = min(total.selections+1, enough)
		switch s.Kind {
		case ast.SelectionKindField:
			total = total.plus(m.field(s.Ref))
		case ast.SelectionKindInlineFragment:
			if f := m.doc.InlineFragments[s.Ref]; f.HasSelections {
				total = total.plus(m.selection(f.SelectionSet))
			}
		case ast.SelectionKindFragmentSpread:
			total = total.plus(m.fragment(m.doc.FragmentSpreadNameString(s.Ref)))
		}
	}
	return total
}

func (m *measure) field(ref int) size {
	f := m.doc.Fields[ref]
	if name := m.doc.FieldNameString(ref); name == "__schema" || name == "__type" {
		m.introspects = true
	}
	var inside size
	if f.HasSelections {
		inside = m.selection(f.SelectionSet)
	}
	own := size{depth: inside.depth + 1, fields: min(inside.fields+1, enough), aliases: inside.aliases, top: 1, selections: inside.selections}
	if f.Alias.IsDefined {
		own.aliases = min(own.aliases+1, enough)
	}
	return own
}

func (m *measure) fragment(name string) size {
	if known, ok := m.fragments[name]; ok {
		if known == nil {
			return size{}
		}
		return *known
	}
	ref, ok := m.doc.FragmentDefinitionRef([]byte(name))
	if !ok || !m.doc.FragmentDefinitions[ref].HasSelections {
		return size{}
	}
	m.fragments[name] = nil
	s := m.selection(m.doc.FragmentDefinitions[ref].SelectionSet)
	m.fragments[name] = &s
	return s
}

func tooComplex(why string) *answer.Refusal {
	return answer.Invalid(answer.New(answer.TooComplex, why))
}
