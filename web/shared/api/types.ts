// The shapes that cross the wire, named as in the OpenAPI document. Ids are UUIDs, instants RFC 3339 in UTC, dates
// YYYY-MM-DD, money integer minor units.

export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Count {
  count: number;
  capped: boolean;
} // capped: true => "1,000+"
export interface Ref {
  id: string;
  name: string;
}
export interface Money {
  amount: number;
  currency: string;
}

export interface SignIn {
  login: string;
  password: string;
}
export interface SessionView {
  id: string;
  staff: { id: string; name: string; login: string; title: string | null; language: 'zh' | 'en' };
  group: Ref;
  stores: StoreRef[];
  permissions: string[];
  roles: string[];
  expires_at: string;
}
export interface StoreRef {
  id: string;
  code: string;
  name: string;
}
export interface SessionRow {
  id: string;
  device: string;
  address: string;
  created_at: string;
  seen_at: string;
  is_current: boolean;
}

export interface Field {
  name: string;
  kind: 'text' | 'choice' | 'staff' | 'store' | 'tag' | 'date' | 'number' | 'money' | 'flag';
  operators: string[];
  options: string[];
  sortable: boolean;
  column: boolean;
}
export type Stage = 'lead' | 'intent' | 'owner' | 'loyal' | 'at_risk' | 'lost';
export interface CustomerRow {
  id: string;
  number: string;
  name: string;
  kind: 'person' | 'company';
  gender: Gender | null;
  stage: Stage;
  store: StoreRef;
  phone: string | null /* masked 138****1234 unless permitted */;
  vehicle: { id: string; brand: string; series: string; plate: string | null } | null;
  vehicles: number;
  consultant: Ref | null;
  advisor: Ref | null;
  tags: TagRef[];
  source: string | null;
  city: string | null;
  last_contact_at: string | null;
  last_visit_at: string | null;
  next_service_on: string | null;
  insurance_until: string | null;
  spend: Money;
  visits: number;
  completeness: number /* 0..100 */;
  created_at: string;
  changed_at: string;
  is_starred: boolean;
  version: number;
}
export type Gender = 'female' | 'male';
export interface TagRef {
  id: string;
  name: string;
  colour: string;
  group: string;
}
export interface NewCustomer {
  store_id?: string;
  kind: 'person' | 'company';
  name: string;
  gender?: Gender;
  birthday?: string;
  phones?: string[];
  email?: string;
  wechat?: string;
  source?: string;
  consultant_id?: string;
  advisor_id?: string;
  purpose?: string;
  use_scenario?: string;
  decision_style?: string;
  city?: string;
  note?: string;
  stage?: Stage;
  vehicle?: NewVehicle;
}
export interface CustomerView {
  id: string;
  number: string;
  kind: 'person' | 'company';
  name: string;
  gender: Gender | null;
  birthday: string | null;
  occupation: string | null;
  stage: Stage;
  store: StoreRef;
  household: { id: string; name: string; members: { id: string; name: string; relation: string | null }[] } | null;
  contacts: ContactView[];
  addresses: AddressView[];
  id_number: string | null /* masked */;
  preferred_colour: string | null;
  preferred_slot: string | null;
  preferred_channel: string | null;
  purpose: 'first_car' | 'replacement' | 'additional' | 'gift' | 'business' | null;
  use_scenario: 'commute' | 'leisure' | 'business' | 'family' | null;
  decision_style: 'careful' | 'decisive' | null;
  source: string | null;
  consultant: Ref | null;
  advisor: Ref | null;
  tags: TagRef[];
  created_at: string;
  changed_at: string;
  deleted_at: string | null;
  is_starred: boolean;
  version: number;
  can: string[];
}
export interface ContactView {
  id: string;
  kind: 'phone' | 'email' | 'wechat' | 'wecom';
  value: string /* masked */;
  label: string | null;
  is_primary: boolean;
  can: string[];
}
export interface AddressView {
  id: string;
  label: string | null;
  province: string | null;
  city: string | null;
  district: string | null;
  detail: string | null;
  is_primary: boolean;
}
export interface Match {
  id: string;
  number: string;
  name: string;
  phone: string | null;
  store: StoreRef;
  reasons: string[] /* phone, plate, vin, name */;
}

export interface ProfileView {
  customer: CustomerView;
  portrait: string /* one sentence in the request's language (Accept-Language) */;
  facts: FactsView;
  vehicles: ProfileVehicle[];
  tasks: TaskView[];
  suggestions: Suggestion[];
  /** Notes kept on top, however old. */
  pinned: NoteView[];
  timeline: Page<Entry>;
}
export interface FactsView {
  first_seen_at: string;
  last_contact_at: string | null;
  last_visit_at: string | null;
  last_purchase_at: string | null;
  vehicles: number;
  purchases: number;
  purchase_spend: Money;
  visits: number;
  visit_spend: Money;
  spend: Money;
  complaints: number;
  complaints_open: number;
  contacts: number;
  notes: number;
  mileage_km: number | null;
  car_age_months: number | null;
  next_service_on: string | null;
  insurance_until: string | null;
  inspection_until: string | null;
  completeness: number /* 0..100 */;
  updated_at: string;
}
export interface ProfileVehicle {
  id: string;
  number: string;
  vin: string | null;
  plate: string | null;
  brand: string;
  series: string;
  trim: string | null;
  energy: Energy | null;
  colour: string | null;
  role: 'owner' | 'driver' | 'payer';
  since: string | null;
  until: string | null;
  mileage_km: number | null;
  health: number | null /* 0..100 */;
  due: Due[];
}
export type Energy = 'petrol' | 'diesel' | 'hybrid' | 'plug_in' | 'electric' | 'range_extended' | 'hydrogen';
export interface Due {
  kind: 'service' | 'insurance' | 'inspection' | 'warranty';
  on: string;
  km: number | null;
  state: 'late' | 'soon' | 'later';
}
export interface Suggestion {
  code: string;
  priority: number;
  values: Record<string, string | number> /* for the sentence, translated by the page */;
  task: NewTask | null /* what 'accept' creates */;
}
export interface Entry {
  id: string;
  name: string /* e.g. "customer.created", "note.written", "visit.recorded" */;
  kind: 'sales' | 'service' | 'care' | 'marketing' | 'telematics' | 'record';
  happened_at: string;
  actor: { kind: 'staff' | 'key' | 'system' | 'owner'; id: string | null; name: string };
  customer: Ref | null;
  vehicle: { id: string; name: string } | null;
  store: StoreRef | null;
  body: Record<string, unknown>;
  note: NoteView | null;
}
export interface NoteView {
  id: string;
  kind: NoteKind;
  text: string;
  outcome: Outcome | null;
  is_pinned: boolean;
  is_deleted: boolean;
  version: number;
  can: string[];
}
export type NoteKind = 'note' | 'call' | 'visit' | 'message';
export type Outcome = 'reached' | 'no_answer' | 'interested' | 'not_interested' | 'booked' | 'wrong_number';

export interface TagGroupView {
  id: string;
  name: string;
  tags: { id: string; name: string; colour: string; customers: Count; version: number }[];
  version: number;
}
export interface VehicleRow {
  id: string;
  number: string;
  vin: string | null;
  plate: string | null;
  brand: string;
  series: string;
  trim: string | null;
  energy: Energy | null;
  colour: string | null;
  owner: Ref | null;
  mileage_km: number | null;
  next_service_on: string | null;
  insurance_until: string | null;
  inspection_until: string | null;
  warranty_until: string | null;
  purchased_on: string | null;
  model_year: number | null;
  store: StoreRef;
  version: number;
}
export interface NewVehicle {
  store_id?: string;
  vin?: string;
  plate?: string;
  brand: string;
  series: string;
  trim?: string;
  model_year?: number;
  energy?: Energy;
  colour?: string;
  purchased_on?: string;
  in_service_on?: string;
  mileage_km?: number;
  warranty_until?: string;
  insurance_until?: string;
  inspection_until?: string;
  owner_id?: string;
  confirm_vin?: boolean /* keep a VIN whose check digit fails */;
}
export interface VehicleView {
  id: string;
  number: string;
  store: StoreRef;
  vin: VinView | null;
  plate: PlateView | null;
  brand: string;
  series: string;
  trim: string | null;
  model_year: number | null;
  energy: Energy | null;
  colour: string | null;
  purchased_on: string | null;
  in_service_on: string | null;
  mileage_km: number | null;
  mileage_at: string | null;
  warranty_until: string | null;
  warranty_km: number | null;
  insurance_until: string | null;
  insurer: string | null;
  inspection_until: string | null;
  next_service_on: string | null;
  next_service_km: number | null;
  battery_health: number | null;
  tyre_health: number | null;
  brake_health: number | null;
  health: number | null;
  people: VehiclePerson[];
  plates: { plate: string; since: string | null; until: string | null }[];
  created_at: string;
  changed_at: string;
  deleted_at: string | null;
  version: number;
  can: string[];
}
export interface VinView {
  vin: string;
  is_valid: boolean;
  maker: string | null;
  brand: string | null;
  country: string | null;
  model_year: number | null;
  serial: string;
  expected_check: string | null;
}
export interface PlateView {
  plate: string;
  display: string /* 沪A·12345 */;
  province: string | null;
  kind: 'ordinary' | 'new_energy_small' | 'new_energy_large' | 'special';
  is_electric: boolean | null;
}
export interface VehiclePerson {
  id: string;
  customer: Ref;
  role: 'owner' | 'driver' | 'payer';
  since: string | null;
  until: string | null;
}
export interface VehicleProfile {
  vehicle: VehicleView;
  due: Due[];
  mileage: { km: number; read_at: string; source: string }[];
  km_per_month: number | null;
  tasks: TaskView[];
  timeline: Page<Entry>;
}
export interface Hit {
  kind: 'customer' | 'vehicle';
  id: string;
  number: string;
  title: string;
  subtitle: string;
  matched: string /* name|pinyin|initials|phone|plate|vin|number */;
  store: StoreRef;
  customer_id: string | null;
}
export interface SearchAnswer {
  hits: Hit[];
  took_ms: number;
}
export interface SavedView {
  id: string;
  about: 'customers' | 'vehicles' | 'tasks';
  name: string;
  colour: string;
  is_shared: boolean;
  owner: Ref;
  definition: ViewDefinition;
  position: number;
  version: number;
  can: string[];
}
export interface ViewDefinition {
  filters: string[];
  sort: string | null;
  columns: string[];
  q: string | null;
}
export interface BulkChange {
  id: string;
  about: string;
  change: { kind: string; value: string | null };
  state: 'waiting' | 'running' | 'done' | 'failed' | 'undoing' | 'undone';
  total: number;
  done: number;
  failed: number;
  skipped: number;
  created_at: string;
  finished_at: string | null;
  by: Ref;
  can: string[];
  error: string | null;
}
export interface ExportView {
  id: string;
  about: 'customers' | 'vehicles' | 'tasks';
  format: 'xlsx' | 'csv';
  state: 'waiting' | 'running' | 'done' | 'failed';
  rows: number;
  total: number;
  file_name: string | null;
  size: number | null;
  created_at: string;
  by: Ref;
  error: string | null;
}
export interface ImportView {
  id: string;
  file_name: string;
  size: number;
  store: StoreRef;
  state: 'mapping' | 'checking' | 'checked' | 'running' | 'stopped' | 'done' | 'failed' | 'undoing' | 'undone';
  format: 'csv' | 'xlsx' | 'xls' | 'ods';
  encoding: string | null;
  delimiter: string | null;
  sheets: string[];
  sheet: string | null;
  header_row: number | null;
  columns: ColumnMap[];
  targets: { field: string; group: string; required: boolean; joins: boolean }[];
  duplicates: 'update' | 'skip';
  keep_odd_phones: boolean;
  keep_odd_vins: boolean;
  totals: {
    rows: number;
    read: number;
    created: number;
    updated: number;
    duplicate: number;
    failed: number;
    unchanged: number;
    /** By an undo: customers removed, and rows left alone because somebody has worked on them since. */
    removed?: number;
    kept?: number;
  };
  messages: string[];
  created_at: string;
  finished_at: string | null;
  by: Ref;
  error: string | null;
  version: number;
  can: string[];
}
export interface ColumnMap {
  index: number;
  header: string;
  samples: string[];
  field: string | null /* target */;
  confidence: number;
  values: Record<string, string> /* value map */;
  format: string | null /* date format */;
}
export interface ImportRow {
  row: number;
  cells: string[];
  state: 'new' | 'ok' | 'error' | 'created' | 'updated' | 'duplicate' | 'unchanged' | 'mended' | 'undone' | 'kept';
  errors: { column: number | null; field: string | null; code: string; message: string }[];
  customer_id: string | null;
}
export interface TaskView {
  id: string;
  title: string;
  kind: 'call' | 'visit' | 'message' | 'verify' | 'confirm_data' | 'follow_up' | 'other';
  state: 'open' | 'done' | 'cancelled';
  due_at: string;
  sla: 'green' | 'amber' | 'red';
  priority: 'low' | 'normal' | 'high';
  snoozed_until: string | null;
  customer: Ref | null;
  vehicle: { id: string; name: string } | null;
  assignee: Ref | null;
  created_by: Ref | null;
  department: string;
  note: string | null;
  outcome: string | null;
  store: StoreRef;
  created_at: string;
  done_at: string | null;
  version: number;
  can: string[];
}
export interface NewTask {
  title: string;
  kind: string;
  due_at: string;
  priority?: string;
  customer_id?: string;
  vehicle_id?: string;
  assignee_id?: string;
  note?: string;
}
export interface TaskSummary {
  open: number;
  overdue: number;
  today: number;
  week: number;
  done_today: number;
  by_assignee: { assignee: Ref; open: number; overdue: number }[];
}
export interface MessageView {
  id: string;
  customer: Ref | null;
  channel: 'sms' | 'email' | 'wecom' | 'push';
  to: string /* masked */;
  subject: string | null;
  text: string;
  state: 'waiting' | 'sent' | 'failed';
  via: string /* "stand-in" */;
  created_at: string;
  sent_at: string | null;
  by: Ref | null;
  error: string | null;
  attempts: number;
}
export interface StoreView {
  id: string;
  code: string;
  name: string;
  short_name: string | null;
  city: string | null;
  address: string | null;
  phone: string | null;
  time_zone: string;
  brands: string[];
  is_open: boolean;
  version: number;
  can: string[];
}
export interface DepartmentView {
  id: string;
  store: StoreRef;
  name: string;
  kind: 'sales' | 'service' | 'parts' | 'care' | 'marketing' | 'management' | 'it';
  head: Ref | null;
  staff: number;
  version: number;
}
export interface StaffView {
  id: string;
  login: string;
  name: string;
  title: string | null;
  phone: string | null;
  email: string | null;
  store: StoreRef;
  department: Ref | null;
  grants: GrantView[];
  language: 'zh' | 'en';
  is_active: boolean;
  is_locked: boolean;
  last_seen_at: string | null;
  version: number;
  can: string[];
}
export interface GrantView {
  role: Ref;
  reach: 'own' | 'team' | 'store' | 'group';
  store: StoreRef | null;
}
export interface RoleView {
  id: string;
  code: string;
  name: string;
  permissions: string[];
  is_built_in: boolean;
  staff: number;
  version: number;
  can: string[];
}
export interface PermissionView {
  name: string;
  department: string;
  description: string /* in the request's language */;
}
export interface PowerView {
  staff: Ref;
  lines: {
    permission: string;
    department: string;
    reach: 'own' | 'team' | 'store' | 'group';
    stores: StoreRef[];
    because: { role: string; reach: string; store: string | null }[];
  }[];
  masks: { field: 'phone' | 'id_number' | 'cost'; sees: boolean; because: string[] }[];
  /** How many records that comes to; null where nobody counts. */
  records: { customers: Count } | null;
}
export interface KeyView {
  id: string;
  name: string;
  prefix: string;
  role: Ref;
  reach: string;
  store: StoreRef | null;
  created_at: string;
  used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
  by: Ref | null;
}
export interface HomeView {
  tasks: TaskSummary;
  due: TaskView[];
  customers: { total: Count; new_this_month: number; new_last_month: number };
  service_due_30: Count;
  insurance_due_30: Count;
  complaints_open: Count;
  new_by_week: { week: string; count: number }[];
  stages: { stage: Stage; count: number }[];
  recent: Entry[];
}
