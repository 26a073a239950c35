// The shapes that cross the wire, by the names of the OpenAPI document they are generated from. Ids are UUIDs, instants RFC 3339
// in UTC, dates YYYY-MM-DD, money integer minor units.
import type { components } from './schema';

type Served = components['schemas'];

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type About = Served['About'];
export type DemoLogin = Served['DemoLogin'];
export type Count = Served['Count'];
export type Ref = Served['Ref'];
export type Money = Served['Money'];
export type SignIn = Served['SignIn'];
export type SessionView = Served['SessionView'];
export type StoreRef = Served['StoreRef'];
export type SessionRow = Served['SessionRow'];
export type Field = Served['Field'];
export type Stage = Served['Stage'];
export type CustomerRow = Served['CustomerRow'];
export type Gender = Served['Gender'];
export type TagRef = Served['TagRef'];
export type NewCustomer = Served['NewCustomer'];
export type CustomerView = Served['CustomerView'];
export type ContactView = Served['ContactView'];
export type AddressView = Served['AddressView'];
export type Match = Served['Match'];
export type ProfileView = Served['ProfileView'];
export type FactsView = Served['FactsView'];
export type ProfileVehicle = Served['ProfileVehicle'];
export type Energy = Served['Energy'];
export type Due = Served['Due'];
export type Suggestion = Served['Suggestion'];
export type Entry = Served['Entry'];
export type NoteView = Served['NoteView'];
export type NoteKind = Served['NoteKind'];
export type Outcome = Served['Outcome'];
export type TagGroupView = Served['TagGroupView'];
export type VehicleRow = Served['VehicleRow'];
export type NewVehicle = Served['NewVehicle'];
export type VehicleView = Served['VehicleView'];
export type VinView = Served['VinView'];
export type PlateView = Served['PlateView'];
export type VehiclePerson = Served['VehiclePerson'];
export type VehicleProfile = Served['VehicleProfile'];
export type Hit = Served['Hit'];
export type SearchAnswer = Served['SearchAnswer'];
export type SavedView = Served['SavedView'];
export type ViewDefinition = Served['ViewDefinition'];
export type BulkChange = Served['BulkChange'];
export type ExportView = Served['ExportView'];
export type ImportField = Served['ImportField'];
export type TargetView = Served['TargetView'];
export type ImportView = Served['ImportView'];
export type ColumnMap = Served['ColumnMap'];
export type ImportRow = Served['ImportRow'];
export type TaskView = Served['TaskView'];
export type TasksDeed = Served['TasksDeed'];
export type TasksOutcome = Served['TasksOutcome'];
export type NewTask = Served['NewTask'];
export type TaskSummary = Served['TaskSummary'];
export type MessageView = Served['MessageView'];
export type BookEntryView = Served['BookEntryView'];
export type BookPage = Served['BookPage'];
export type DutiesView = Served['DutiesView'];
export type StoreView = Served['StoreView'];
export type DepartmentView = Served['DepartmentView'];
export type StaffView = Served['StaffView'];
export type GrantView = Served['GrantView'];
export type RoleView = Served['RoleView'];
export type PermissionView = Served['PermissionView'];
export type PowerView = Served['PowerView'];
export type KeyView = Served['KeyView'];
export type HomeView = Served['HomeView'];
