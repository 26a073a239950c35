// What the server describes agrees with what the pages are written against: a shape that drifts apart doesn't compile.
import type { components } from './schema';
import type * as wire from './types';

type Served = components['schemas'];

/** Doesn't compile when what is given can't be taken. */
type Takes<Wanted, Given extends Wanted> = Given;

/** What the server answers can be read by the pages. */
export interface Read {
  Count: Takes<wire.Count, Served['Count']>;
  Ref: Takes<wire.Ref, Served['Ref']>;
  Money: Takes<wire.Money, Served['Money']>;
  SessionView: Takes<wire.SessionView, Served['SessionView']>;
  StoreRef: Takes<wire.StoreRef, Served['StoreRef']>;
  SessionRow: Takes<wire.SessionRow, Served['SessionRow']>;
  Field: Takes<wire.Field, Served['Field']>;
  Stage: Takes<wire.Stage, Served['Stage']>;
  CustomerRow: Takes<wire.CustomerRow, Served['CustomerRow']>;
  Gender: Takes<wire.Gender, Served['Gender']>;
  TagRef: Takes<wire.TagRef, Served['TagRef']>;
  CustomerView: Takes<wire.CustomerView, Served['CustomerView']>;
  ContactView: Takes<wire.ContactView, Served['ContactView']>;
  AddressView: Takes<wire.AddressView, Served['AddressView']>;
  Match: Takes<wire.Match, Served['Match']>;
  FactsView: Takes<wire.FactsView, Served['FactsView']>;
  ProfileVehicle: Takes<wire.ProfileVehicle, Served['ProfileVehicle']>;
  Energy: Takes<wire.Energy, Served['Energy']>;
  Due: Takes<wire.Due, Served['Due']>;
  NoteView: Takes<wire.NoteView, Served['NoteView']>;
  NoteKind: Takes<wire.NoteKind, Served['NoteKind']>;
  Outcome: Takes<wire.Outcome, Served['Outcome']>;
  TagGroupView: Takes<wire.TagGroupView, Served['TagGroupView']>;
  VehicleRow: Takes<wire.VehicleRow, Served['VehicleRow']>;
  VehicleView: Takes<wire.VehicleView, Served['VehicleView']>;
  VinView: Takes<wire.VinView, Served['VinView']>;
  PlateView: Takes<wire.PlateView, Served['PlateView']>;
  VehiclePerson: Takes<wire.VehiclePerson, Served['VehiclePerson']>;
  Hit: Takes<wire.Hit, Served['Hit']>;
  SearchAnswer: Takes<wire.SearchAnswer, Served['SearchAnswer']>;
  SavedView: Takes<wire.SavedView, Served['SavedView']>;
  ViewDefinition: Takes<wire.ViewDefinition, Served['ViewDefinition']>;
  BulkChange: Takes<wire.BulkChange, Served['BulkChange']>;
  ExportView: Takes<wire.ExportView, Served['ExportView']>;
  TaskView: Takes<wire.TaskView, Served['TaskView']>;
  TaskSummary: Takes<wire.TaskSummary, Served['TaskSummary']>;
  MessageView: Takes<wire.MessageView, Served['MessageView']>;
  StoreView: Takes<wire.StoreView, Served['StoreView']>;
  DepartmentView: Takes<wire.DepartmentView, Served['DepartmentView']>;
  StaffView: Takes<wire.StaffView, Served['StaffView']>;
  GrantView: Takes<wire.GrantView, Served['GrantView']>;
  RoleView: Takes<wire.RoleView, Served['RoleView']>;
  PermissionView: Takes<wire.PermissionView, Served['PermissionView']>;
  KeyView: Takes<wire.KeyView, Served['KeyView']>;
}

/** What the pages send can be read by the server. */
export interface Sent {
  SignIn: Takes<Served['SignIn'], wire.SignIn>;
  NewVehicle: Takes<Served['NewVehicle'], wire.NewVehicle>;
}
