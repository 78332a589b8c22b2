package program

import (
	"bytes"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

type fetchKind uint8

const (
	single fetchKind = iota
	entity
	batch
	multi
)

// fetch is a template of requests to one subgraph.
type fetch struct {
	kind     fetchKind
	subgraph string
	url      string
	sender   Sender
	// header and footer are the body before and after the entries.
	header, footer template
	entries        []entry
	// size is that of the last request's body, in bytes.
	size atomic.Int64
}

// entry is one look-up in a fetch; all but merged ones have only one.
type entry struct {
	path []resolve.FetchItemPathElement
	// items are the forms that an entity may be asked for in.
	items            []*shape
	skipErrors       bool
	skipNull         bool
	skipEmpty        bool
	data, mergeAt    []string
	alone            bool // the look-up of one entity in a merged fetch
	prefix, switchOn []byte
	variables        []variable
}

type variable struct {
	key   []byte
	value template
}

// template is text with the client's variables in it.
type template []segment

type segment struct {
	fixed    []byte
	variable int // -1: fixed text
	name     string
}

// template knows nothing of SetTemplateOutputToNullOnVariableNull, which is about variables of a kind that it
// refuses.
func (p *Program) template(t resolve.InputTemplate) (template, error) {
	var out template
	for _, s := range t.Segments {
		switch {
		case s.SegmentType == resolve.StaticSegmentType:
			out = append(out, segment{fixed: s.Data, variable: -1})
		case s.SegmentType == resolve.VariableSegmentType && s.VariableKind == resolve.ContextVariableKind && len(s.VariableSourcePath) > 0:
			if _, ok := s.Renderer.(*resolve.JSONVariableRenderer); !ok {
				return nil, errUnusual
			}
			out = append(out, segment{variable: p.variable(s.VariableSourcePath), name: s.VariableSourcePath[0]})
		default:
			return nil, errUnusual
		}
	}
	return out, nil
}

func (p *Program) variable(path []string) int {
	if i := slices.IndexFunc(p.variables, func(known []string) bool { return slices.Equal(known, path) }); i >= 0 {
		return i
	}
	p.variables = append(p.variables, path)
	return len(p.variables) - 1
}

// representation is the shape of an entity's representation.
func (p *Program) representation(t resolve.InputTemplate) (*shape, error) {
	if len(t.Segments) != 1 {
		return nil, errUnusual
	}
	renderer, ok := t.Segments[0].Renderer.(*resolve.GraphQLVariableResolveRenderer)
	if !ok || t.Segments[0].VariableKind != resolve.ResolvableObjectVariableKind {
		return nil, errUnusual
	}
	node, ok := renderer.Node.(*resolve.Object)
	if !ok || len(node.Path) > 0 {
		return nil, errUnusual
	}
	// The types that a representation depends on are those of its own entity.
	inPlace, conditional := p.inPlace, p.conditional
	s, err := p.shape(node, 0)
	p.inPlace, p.conditional = inPlace, conditional
	return s, err
}

func (p *Program) fetch(item *resolve.FetchItem) (*fetch, error) {
	f := &fetch{}
	var source resolve.DataSource
	var err error
	switch from := item.Fetch.(type) {
	case *resolve.SingleFetch:
		if len(item.FetchPath) > 0 {
			return nil, errUnusual
		}
		f.kind, source = single, from.DataSource
		f.entries = []entry{{data: from.PostProcessing.SelectResponseDataPath, mergeAt: from.PostProcessing.MergePath}}
		f.header, err = p.template(from.InputTemplate)
	case *resolve.EntityFetch:
		f.kind, source = entity, from.DataSource
		err = p.entity(f, item, from)
	case *resolve.BatchEntityFetch:
		f.kind, source = batch, from.DataSource
		err = p.batch(f, item, from)
	case *resolve.MultiEntityFetch:
		f.kind, source = multi, from.DataSource
		err = p.multi(f, from)
	default:
		return nil, errUnusual
	}
	if err != nil {
		return nil, err
	}
	info := item.Fetch.FetchInfo()
	sender, ok := source.(Sender)
	if !ok || info == nil {
		return nil, errUnusual
	}
	for _, e := range f.entries {
		for _, element := range e.path {
			p.conditional = p.conditional || len(element.TypeNames) > 0
		}
		if len(e.data) == 0 || e.data[0] != "data" || len(e.mergeAt) > 0 {
			return nil, errUnusual
		}
	}
	f.subgraph, f.sender = info.DataSourceName, sender
	return f, f.unwrap()
}

func (p *Program) entity(f *fetch, item *resolve.FetchItem, from *resolve.EntityFetch) error {
	s, err := p.representation(from.Input.Item)
	if err != nil {
		return err
	}
	f.entries = []entry{{
		path: item.FetchPath, items: []*shape{s}, skipErrors: from.Input.SkipErrItem, skipNull: true, skipEmpty: true,
		data: from.PostProcessing.SelectResponseDataPath, mergeAt: from.PostProcessing.MergePath,
	}}
	return p.around(f, from.Input.Header, from.Input.Footer)
}

func (p *Program) batch(f *fetch, item *resolve.FetchItem, from *resolve.BatchEntityFetch) error {
	e := entry{
		path: item.FetchPath, skipErrors: from.Input.SkipErrItems, skipNull: from.Input.SkipNullItems, skipEmpty: from.Input.SkipEmptyObjectItems,
		data: from.PostProcessing.SelectResponseDataPath, mergeAt: from.PostProcessing.MergePath,
	}
	for _, i := range from.Input.Items {
		s, err := p.representation(i)
		if err != nil {
			return err
		}
		e.items = append(e.items, s)
	}
	separator, err := p.template(from.Input.Separator)
	if err != nil || len(separator) != 1 || string(separator[0].fixed) != "," {
		return errUnusual
	}
	f.entries = []entry{e}
	return p.around(f, from.Input.Header, from.Input.Footer)
}

func (p *Program) multi(f *fetch, from *resolve.MultiEntityFetch) error {
	for _, each := range from.Input.Entries {
		s, err := p.representation(each.Representations)
		if err != nil {
			return err
		}
		e := entry{
			path: each.Item.FetchPath, items: []*shape{s}, skipErrors: each.SkipErrItems, skipNull: each.SkipNullItems, skipEmpty: each.SkipEmptyObjectItems,
			data: each.PostProcessing.SelectResponseDataPath, mergeAt: each.PostProcessing.MergePath,
			alone: each.OriginKind == resolve.EntityFetchOriginSingle, prefix: each.RepresentationsPrefix, switchOn: each.IncludePrefix,
		}
		for _, v := range each.Variables {
			value, err := p.template(v.Value)
			// The engine cuts a template at its variables, and leaves the nothing that is around one.
			value = slices.DeleteFunc(value, func(s segment) bool { return s.variable < 0 && len(s.fixed) == 0 })
			if err != nil || len(value) != 1 {
				return errUnusual
			}
			e.variables = append(e.variables, variable{v.KeyPrefix, value})
		}
		f.entries = append(f.entries, e)
	}
	return p.around(f, from.Input.Header, from.Input.Footer)
}

func (p *Program) around(f *fetch, header, footer resolve.InputTemplate) (err error) {
	if f.header, err = p.template(header); err != nil {
		return err
	}
	f.footer, err = p.template(footer)
	return err
}

// unwrap leaves of the engine's input, which is {"method":"POST","url":"...","body":{...}}, the body.
func (f *fetch) unwrap() error {
	if len(f.header) == 0 || f.header[0].variable >= 0 {
		return errUnusual
	}
	before, body, ok := bytes.Cut(f.header[0].fixed, []byte(`"body":`))
	if !ok {
		return errUnusual
	}
	head := append(bytes.Clone(before), `"body":{}}`...)
	url, err := jsonparser.GetString(head, "url")
	if err != nil || url == "" {
		return errUnusual
	}
	f.url = url
	if method, err := jsonparser.GetString(head, "method"); err != nil || method != "POST" || strings.Contains(string(before), `"header"`) {
		return errUnusual
	}
	f.header = slices.Clone(f.header)
	f.header[0].fixed = body
	end := &f.header
	if f.kind != single {
		f.footer = slices.Clone(f.footer)
		end = &f.footer
	}
	last := &(*end)[len(*end)-1]
	if last.variable >= 0 || !bytes.HasSuffix(last.fixed, []byte("}")) {
		return errUnusual
	}
	last.fixed = last.fixed[:len(last.fixed)-1]
	return nil
}
