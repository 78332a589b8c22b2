package domain

// Things that other services own, by their ids.
type (
	// Member is whoever orders.
	Member struct{ id string }
	// Store is whoever prepares.
	Store struct{ id string }
	// Product is what is ordered.
	Product struct{ id string }
)

// NewMember points at a member.
func NewMember(id string) *Member { return &Member{id} }

// NewStore points at a store.
func NewStore(id string) *Store { return &Store{id} }

// NewProduct points at a product.
func NewProduct(id string) *Product { return &Product{id} }

// ID is the member's.
func (m *Member) ID() string { return m.id }

// ID is the store's.
func (s *Store) ID() string { return s.id }

// ID is the product's.
func (p *Product) ID() string { return p.id }

// IsEntity says that a member is known by an id across the graph.
func (Member) IsEntity() {}

// IsEntity says that a store is known by an id across the graph.
func (Store) IsEntity() {}

// IsEntity says that a product is known by an id across the graph.
func (Product) IsEntity() {}
